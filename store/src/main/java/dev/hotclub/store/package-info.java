/// The door of the store: what is written at once, and what can be asked.
@org.jspecify.annotations.NullMarked
package dev.hotclub.store;
