/// The C library's door to the kernel: system calls with their error numbers.
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.libc;
