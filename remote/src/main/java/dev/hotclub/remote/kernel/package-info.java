/// The kernel as reader: small programs, assembled here and run by the kernel in its own
/// interrupts, copy a thread's stack at one instant without stopping it.
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.kernel;
