/// Stops single threads of another process for the length of one read.
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.ptrace;
