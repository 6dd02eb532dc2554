package dev.hotclub.remote.process;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Whether one thread is on a processor, from two files of `/proc/pid/task/tid` that are kept open:
/// reading them costs about a microsecond, opening them ten.
///
/// Not for use by two threads at once.
public final class TaskState implements AutoCloseable {
  /// Timeslices unknown: the thread is gone, or the kernel keeps no scheduling statistics.
  public static final long UNKNOWN = -1;

  private static final int AT_FDCWD = -100;
  private static final long O_CLOEXEC = 0x80000;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment text = arena.allocate(512);
  private final int schedstat;
  private final int syscall;
  private long runNanos;
  private long queuedNanos;
  private long callNumber = -1;
  private long callFirst;

  public TaskState(int pid, int tid) {
    String folder = "/proc/" + pid + "/task/" + tid;
    schedstat = open(folder + "/schedstat");
    syscall = open(folder + "/syscall");
  }

  private int open(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    MemorySegment name = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return (int) Libc.syscall(SystemCalls.OPENAT, AT_FDCWD, name.address(), O_CLOEXEC, 0, 0, 0);
  }

  /// How often the thread has been put on a processor. If the number is the same as before and the
  /// thread was off the processor in between (`place`), it has executed nothing since.
  ///
  /// @return `UNKNOWN` if it cannot be had
  public long timeslices() {
    int length = read(schedstat);
    if (length <= 0) {
      return UNKNOWN;
    }
    runNanos = number(0, length);
    int second = after(' ', 0, length);
    queuedNanos = number(second, length);
    long slices = number(after(' ', second, length), length);
    return slices == 0 && runNanos == 0 ? UNKNOWN : slices;
  }

  /// Processor time as of the last `timeslices()`.
  public long runNanos() {
    return runNanos;
  }

  /// Time spent able to run without a processor, as of the last `timeslices()`.
  public long queuedNanos() {
    return queuedNanos;
  }

  /// Where the thread is, by the kernel's word: it checks that the thread is really switched out
  /// before it tells its system call.
  public Place place() {
    int length = read(syscall);
    callNumber = -1;
    callFirst = 0;
    if (length <= 0) {
      return length == -Libc.ESRCH || length == -Libc.ENOENT ? Place.GONE : Place.UNKNOWN;
    }
    byte first = text.get(ValueLayout.JAVA_BYTE, 0);
    if (first == 'r') {
      return Place.RUNNING;
    }
    if (first == '-') {
      return Place.OUTSIDE_CALL;
    }
    callNumber = number(0, length);
    callFirst = hexadecimal(after(' ', 0, length) + 2, length);
    return Place.IN_CALL;
  }

  /// The system call of the last `place()` that was `IN_CALL`; else -1.
  public long callNumber() {
    return callNumber;
  }

  /// That call's first argument.
  public long callFirst() {
    return callFirst;
  }

  private int read(int descriptor) {
    return descriptor < 0
        ? descriptor
        : (int)
            Libc.syscall(SystemCalls.PREAD64, descriptor, text.address(), text.byteSize(), 0, 0, 0);
  }

  private long number(int from, int length) {
    long value = 0;
    for (int i = from; i < length; i++) {
      int digit = text.get(ValueLayout.JAVA_BYTE, i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private long hexadecimal(int from, int length) {
    long value = 0;
    for (int i = from; i < length; i++) {
      int digit = Character.digit(text.get(ValueLayout.JAVA_BYTE, i), 16);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private int after(char wanted, int from, int length) {
    int i = from;
    while (i < length && text.get(ValueLayout.JAVA_BYTE, i) != wanted) {
      i++;
    }
    return i + 1;
  }

  @Override
  public void close() {
    for (int descriptor : new int[] {schedstat, syscall}) {
      if (descriptor >= 0) {
        Libc.close(descriptor);
      }
    }
    arena.close();
  }

  /// Where a thread is.
  public enum Place {
    /// On a processor, or waiting for one without having left its work.
    RUNNING,
    /// Switched out inside a system call.
    IN_CALL,
    /// Switched out elsewhere: a page fault, or stopped.
    OUTSIDE_CALL,
    GONE,
    /// Not permitted or not offered by the kernel.
    UNKNOWN
  }
}
