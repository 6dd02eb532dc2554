/// The interpreters that live tests run over, and targets: programs that were started on one of
/// them and have said that they are ready.
package dev.hotclub.testkit;
