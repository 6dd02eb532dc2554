package dev.hotclub.remote.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// System calls. Each answers what the call returned, or the negated error number: never both a
/// value and a hidden `errno`.
@SuppressWarnings("restricted")
public final class Libc {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EFAULT = 14;
  public static final int EINVAL = 22;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SYSCALL = syscallHandle();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  /// One capture area a thread: `errno` must be read before anything else on the thread can change
  /// it.
  private static final ThreadLocal<MemorySegment> CAPTURE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Libc() {}

  /// Calls the kernel by number (see `asm/unistd.h` of the machine's architecture).
  ///
  /// @return the call's result, or minus the error number
  public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
    MemorySegment capture = CAPTURE.get();
    try {
      long result = (long) SYSCALL.invokeExact(capture, number, a, b, c, d, e, f);
      return result == -1 ? -capture.get(JAVA_INT, ERRNO) : result;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Closes a file descriptor; an error here has no remedy and is ignored.
  public static void close(int descriptor) {
    long ignored = syscall(SystemCalls.CLOSE, descriptor, 0, 0, 0, 0, 0);
  }

  /// Linked as a plain function, though its prototype is variadic: both C libraries take the words
  /// from the registers where a plain function of seven has them, and linking a variadic one costs
  /// a command 6 ms more.
  private static MethodHandle syscallHandle() {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /// The address of a symbol of the C library, for calls that are not system calls.
  public static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /// Where a variable of the C library lies.
  public static MemorySegment variable(String name, long bytes) {
    return LINKER.defaultLookup().findOrThrow(name).reinterpret(bytes);
  }

  /// Bytes of a page of memory.
  public static long pageBytes() {
    MethodHandle size = function("getpagesize", FunctionDescriptor.of(JAVA_INT));
    try {
      return (int) size.invokeExact();
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// What the C library says an error number means, for example `Operation not permitted`.
  public static String message(long error) {
    MethodHandle strerror = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    try {
      MemorySegment text = (MemorySegment) strerror.invokeExact((int) Math.abs(error));
      return text.reinterpret(256).getString(0);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
