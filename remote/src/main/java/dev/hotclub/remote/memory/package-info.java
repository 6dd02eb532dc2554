/// The bytes of another process, and copies of them taken at one instant.
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.memory;
