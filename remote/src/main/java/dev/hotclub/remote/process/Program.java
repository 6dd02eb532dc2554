package dev.hotclub.remote.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.PreciseSleep;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A program that is started to be looked at.
///
/// Not by `ProcessBuilder`: the JDK waits for its own children and takes a stop by ptrace for their
/// end, and it gives them pipes instead of the terminal. The program has this process's
/// environment, folder, terminal and process group, so that Ctrl-C reaches both; no signal is
/// blocked in it, and it gets none of this process's open files but the first three.
public final class Program {
  /// Where what it prints goes.
  public enum Output {
    INHERITED,
    /// Standard output belongs to somebody else: what the program prints goes to standard error.
    TO_ERROR,
    /// Neither reads the terminal nor writes on it.
    NOWHERE
  }

  /// How a program ended.
  public sealed interface End {
    record Exited(int code) implements End {}

    record Killed(int signal) implements End {}

    /// For a person, without a subject.
    default String words() {
      return switch (this) {
        case Exited(int code) -> "ended with exit status " + code;
        case Killed(int signal) -> "was ended by signal " + signal;
      };
    }
  }

  /// `POSIX_SPAWN_SETSIGMASK` (`spawn.h` of glibc and musl).
  private static final short SET_MASK = 0x08;

  /// More than any C library's attributes (glibc 336 bytes), actions (80) or signal set (128).
  private static final long ROOM_BYTES = 512;

  private static final int READ_WRITE = 2;
  private static final int SET_FLAGS = 2;
  private static final int CLOSE_ON_EXEC = 1;

  private static final long P_PID = 1;
  private static final long WNOHANG = 1;
  private static final long WEXITED = 4;
  private static final long SI_CODE = 8;
  private static final long SI_PID = 16;
  private static final long SI_STATUS = 24;
  private static final int CLD_EXITED = 1;

  private static final long POLL_NANOS = 2_000_000;

  private final List<String> words;
  private final Output output;
  private final MemorySegment info = Arena.ofAuto().allocate(128, 8);
  private int pid;
  private Optional<End> end = Optional.empty();

  /// Starts nothing yet.
  ///
  /// @param words the program, looked for in `PATH` unless it has a slash, and its arguments
  public Program(List<String> words, Output output) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a program has a name");
    }
    this.words = List.copyOf(words);
    this.output = output;
  }

  /// The program as it was named.
  public String name() {
    return words.getFirst();
  }

  /// 0 before it was started.
  public int pid() {
    return pid;
  }

  /// Starts it.
  ///
  /// @return why it could not be started; empty if it was
  public Optional<String> start() {
    keepOpenFiles();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ROOM_BYTES, 16);
      MemorySegment actions = arena.allocate(ROOM_BYTES, 16);
      MemorySegment started = arena.allocate(JAVA_INT);
      call("posix_spawnattr_init", attributes);
      call("posix_spawnattr_setsigmask", attributes, arena.allocate(ROOM_BYTES, 16));
      setFlags(attributes);
      call("posix_spawn_file_actions_init", actions);
      redirect(actions, arena);
      int error = spawn(started, actions, attributes, arena);
      call("posix_spawn_file_actions_destroy", actions);
      call("posix_spawnattr_destroy", attributes);
      if (error != 0) {
        return Optional.of("cannot start " + name() + ": " + Libc.message(error));
      }
      pid = started.get(JAVA_INT, 0);
      return Optional.empty();
    }
  }

  /// The JDK opens files without the mark that closes them in new programs.
  private static void keepOpenFiles() {
    int self = (int) ProcessHandle.current().pid();
    for (int descriptor : new ProcessFiles(self).descriptors()) {
      if (descriptor > 2) {
        long ignored =
            Libc.syscall(SystemCalls.FCNTL, descriptor, SET_FLAGS, CLOSE_ON_EXEC, 0, 0, 0);
      }
    }
  }

  private void redirect(MemorySegment actions, Arena arena) {
    switch (output) {
      case INHERITED -> {}
      case TO_ERROR -> duplicate(actions, 2, 1);
      case NOWHERE -> {
        openNull(actions, arena);
        duplicate(actions, 0, 1);
        duplicate(actions, 0, 2);
      }
    }
  }

  private static void call(String name, MemorySegment of) {
    MethodHandle function = Libc.function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS));
    try {
      check(name, (int) function.invokeExact(of));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void call(String name, MemorySegment of, MemorySegment with) {
    MethodHandle function = Libc.function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    try {
      check(name, (int) function.invokeExact(of, with));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void setFlags(MemorySegment attributes) {
    String name = "posix_spawnattr_setflags";
    MethodHandle function =
        Libc.function(
            name,
            FunctionDescriptor.of(JAVA_INT, ADDRESS, java.lang.foreign.ValueLayout.JAVA_SHORT));
    try {
      check(name, (int) function.invokeExact(attributes, SET_MASK));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void duplicate(MemorySegment actions, int from, int to) {
    String name = "posix_spawn_file_actions_adddup2";
    MethodHandle function =
        Libc.function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    try {
      check(name, (int) function.invokeExact(actions, from, to));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void openNull(MemorySegment actions, Arena arena) {
    String name = "posix_spawn_file_actions_addopen";
    MethodHandle function =
        Libc.function(
            name, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    MemorySegment path = arena.allocateFrom("/dev/null");
    try {
      check(name, (int) function.invokeExact(actions, 0, path, READ_WRITE, 0));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void check(String name, int error) {
    if (error != 0) {
      throw new IllegalStateException(name + ": " + Libc.message(error));
    }
  }

  private int spawn(
      MemorySegment started, MemorySegment actions, MemorySegment attributes, Arena arena) {
    MethodHandle function =
        Libc.function(
            "posix_spawnp",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    // the way the JVM decoded its own arguments
    Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    MemorySegment arguments =
        arena.allocate(MemoryLayout.sequenceLayout(words.size() + 1L, ADDRESS));
    for (int i = 0; i < words.size(); i++) {
      arguments.setAtIndex(ADDRESS, i, arena.allocateFrom(words.get(i), charset));
    }
    MemorySegment environment = Libc.variable("environ", ADDRESS.byteSize()).get(ADDRESS, 0);
    try {
      return (int)
          function.invokeExact(
              started, arguments.get(ADDRESS, 0), actions, attributes, arguments, environment);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// How it ended; empty while it runs.
  public Optional<End> end() {
    if (end.isEmpty() && pid != 0) {
      info.set(JAVA_INT, SI_PID, 0);
      long answer =
          Libc.syscall(SystemCalls.WAITID, P_PID, pid, info.address(), WEXITED | WNOHANG, 0, 0);
      if (answer == 0 && info.get(JAVA_INT, SI_PID) == pid) {
        int status = info.get(JAVA_INT, SI_STATUS);
        end =
            Optional.of(
                info.get(JAVA_INT, SI_CODE) == CLD_EXITED
                    ? new End.Exited(status)
                    : new End.Killed(status));
      }
    }
    return end;
  }

  /// As `end`, but waits for it so long.
  public Optional<End> awaitEnd(Duration longest) {
    PreciseSleep sleep = new PreciseSleep();
    long until = System.nanoTime() + longest.toNanos();
    while (end().isEmpty() && System.nanoTime() < until) {
      sleep.until(System.nanoTime() + POLL_NANOS);
    }
    return end;
  }

  /// Sends it a signal unless it was started never or has ended.
  public void signal(int number) {
    if (pid != 0 && end().isEmpty()) {
      long ignored = Libc.syscall(SystemCalls.KILL, pid, number, 0, 0, 0, 0);
    }
  }
}
