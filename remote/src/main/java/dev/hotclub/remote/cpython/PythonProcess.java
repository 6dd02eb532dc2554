package dev.hotclub.remote.cpython;

import dev.hotclub.model.ProcessInfo;
import dev.hotclub.remote.memory.ProcessMemory;
import dev.hotclub.remote.memory.SnapshotLayout;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One CPython process, looked at from outside. Nothing is written to it and nothing of it is
/// stopped here.
///
/// Not for use by two threads at once.
public final class PythonProcess implements AutoCloseable {
  /// Programs with subinterpreters have a handful; a longer list is damage or a loop.
  private static final int MOST_INTERPRETERS = 1024;

  /// Linux allows 32,768 threads to a process by default (`kernel.pid_max`).
  private static final int MOST_THREADS = 32_768;

  private final Arena arena;
  private final ProcessFiles files;
  private final Peek peek;
  private final InterpreterFinder.Candidate interpreter;
  private final NativeIds nativeIds;
  private final StackLook look;
  private final GilWatch gil;
  private final StackParser parser;
  private final ThreadNames names;
  private final ProcessMemory memory;

  private PythonProcess(
      Arena arena,
      ProcessFiles files,
      ProcessMemory memory,
      Peek peek,
      InterpreterFinder.Candidate interpreter,
      GilWatch gil) {
    this.arena = arena;
    this.files = files;
    this.peek = peek;
    this.interpreter = interpreter;
    this.gil = gil;
    this.memory = memory;
    this.nativeIds = new NativeIds(files, peek);
    this.names = new ThreadNames(peek, interpreter.layout());
    this.parser =
        new StackParser(
            interpreter.layout(),
            new CodeObjects(peek, interpreter.layout(), new ShortNames(files), arena));
    this.look = new StackLook(memory, interpreter.layout().snapshot(), arena);
  }

  /// Looks for the interpreter of a process and proves that it is one.
  public static Attach attach(int pid) {
    Arena arena = Arena.ofShared();
    Attach attach = attach(pid, arena);
    if (attach instanceof Attach.Failed) {
      arena.close();
    }
    return attach;
  }

  private static Attach attach(int pid, Arena arena) {
    ProcessFiles files = new ProcessFiles(pid);
    if (!files.exists()) {
      return new Attach.Failed(new AttachFailure.NoSuchProcess(pid));
    }
    if (files.state().equals("Z")) {
      return new Attach.Failed(new AttachFailure.Zombie(pid));
    }
    if (files.kernelThread()) {
      return new Attach.Failed(new AttachFailure.KernelThread(pid, files.name()));
    }
    ProcessMemory memory = new ProcessMemory(pid, arena);
    Permission permission = new Permission(files, memory);
    try {
      Optional<AttachFailure> refusal = permission.refusal();
      if (refusal.isPresent()) {
        return new Attach.Failed(refusal.get());
      }
      Peek peek = new Peek(memory, arena);
      return switch (new InterpreterFinder(files, peek).find()) {
        case InterpreterFinder.Found.Candidates(List<InterpreterFinder.Candidate> some) ->
            believe(arena, files, memory, peek, some);
        case InterpreterFinder.Found.Unsupported(String version) ->
            new Attach.Failed(new AttachFailure.UnsupportedVersion(pid, version));
        case InterpreterFinder.Found.Nothing() ->
            new Attach.Failed(new AttachFailure.NotPython(pid, program(files)));
      };
    } catch (IOException unreadable) {
      return new Attach.Failed(
          files.exists()
              ? permission.unreadable(unreadable)
              : new AttachFailure.NoSuchProcess(pid));
    }
  }

  private static String program(ProcessFiles files) {
    List<String> command = files.command();
    return files.executable().orElse(command.isEmpty() ? files.name() : command.getFirst());
  }

  private static Attach believe(
      Arena arena,
      ProcessFiles files,
      ProcessMemory memory,
      Peek peek,
      List<InterpreterFinder.Candidate> candidates) {
    for (InterpreterFinder.Candidate candidate : candidates) {
      try {
        long first = peek.word(candidate.headAddress());
        if (plausible(peek, candidate.layout(), first)) {
          GilWatch gil = gil(peek, candidate, mainInterpreter(peek, candidate));
          return new Attach.Attached(new PythonProcess(arena, files, memory, peek, candidate, gil));
        }
      } catch (UnmappedAddress wrong) {
        // not an interpreter
      }
    }
    return new Attach.Failed(new AttachFailure.NotRunning(files.pid()));
  }

  /// An interpreter is one if its first thread says that it belongs to it.
  private static boolean plausible(Peek peek, Layout layout, long interpreter)
      throws UnmappedAddress {
    if (interpreter == 0) {
      return false;
    }
    long thread = peek.word(interpreter + layout.interpreter().threadsHead());
    return thread != 0 && peek.word(thread + layout.thread().interpreter()) == interpreter;
  }

  /// CPython links interpreters the newest first; the main one has the id 0. 3.6 has no ids: its
  /// main one is the last.
  private static long mainInterpreter(Peek peek, InterpreterFinder.Candidate found)
      throws UnmappedAddress {
    Layout.InterpreterState at = found.layout().interpreter();
    long one = peek.word(found.headAddress());
    for (int i = 0; i < MOST_INTERPRETERS; i++) {
      long next = peek.word(one + at.next());
      if (next == 0 || (at.id() >= 0 && peek.word(one + at.id()) == 0)) {
        return one;
      }
      one = next;
    }
    throw new UnmappedAddress(one, 0);
  }

  private static GilWatch gil(Peek peek, InterpreterFinder.Candidate found, long interpreter)
      throws UnmappedAddress {
    Layout layout = found.layout();
    GilWatch watch = new GilWatch(peek);
    if (found.runtime() == 0) {
      looseLock(found.symbols()).ifPresent(watch::watch);
    } else if (layout.runtime().gil() >= 0) {
      watch.watch(GilWatch.Lock.at(found.runtime() + layout.runtime().gil(), layout.gil()));
    } else {
      watchInterpreter(peek, layout, interpreter, watch);
    }
    return watch;
  }

  /// Each interpreter points to its lock (3.12 and later).
  private static void watchInterpreter(Peek peek, Layout layout, long interpreter, GilWatch watch)
      throws UnmappedAddress {
    if (layout.interpreter().gil() < 0) {
      return;
    }
    long gil = peek.word(interpreter + layout.interpreter().gil());
    if (gil != 0) {
      watch.watch(GilWatch.Lock.at(gil, layout.gil()));
    }
  }

  /// 3.6 keeps the lock in static variables, found only in files that are not stripped
  /// (`Python/ceval_gil.h`). The linker lays them side by side; each is at most 48 bytes, glibc's
  /// `pthread_cond_t`.
  private static Optional<GilWatch.Lock> looseLock(Map<String, Long> symbols) {
    Long locked = symbols.get("gil_locked");
    Long holder = symbols.get("gil_last_holder");
    if (locked == null || holder == null) {
      return Optional.empty();
    }
    long from = Long.MAX_VALUE;
    long to = 0;
    for (String name : List.of("gil_cond", "gil_mutex", "switch_cond", "switch_mutex")) {
      long address = symbols.getOrDefault(name, holder);
      from = Math.min(from, address);
      to = Math.max(to, address + 48);
    }
    boolean together = to - from <= 8 * 64;
    return Optional.of(
        new GilWatch.Lock(0, locked, holder, together ? from : 0, together ? to : 0));
  }

  public int pid() {
    return files.pid();
  }

  public PythonVersion version() {
    return interpreter.layout().version();
  }

  public ProcessInfo info() {
    return new ProcessInfo(pid(), files.parent(), files.command(), version().toString());
  }

  /// What `/proc` says of it.
  public ProcessFiles files() {
    return files;
  }

  /// The thread states of all its interpreters, the newest first, as CPython links them.
  ///
  /// @throws TargetGone if there is no interpreter any more
  public List<PythonThread> threads() throws TargetGone {
    Layout layout = interpreter.layout();
    List<PythonThread> threads = new ArrayList<>();
    Set<Integer> claimed = new HashSet<>();
    try {
      Map<Integer, Integer> tasks = nativeIds.tasks();
      long head = peek.word(interpreter.headAddress());
      for (int i = 0; head != 0 && i < MOST_INTERPRETERS; i++) {
        collect(head, tasks, claimed, threads);
        watchInterpreter(peek, layout, head, gil);
        head = peek.word(head + layout.interpreter().next());
      }
    } catch (UnmappedAddress changed) {
      if (threads.isEmpty()) {
        throw new TargetGone(pid(), files.ended() ? "has ended" : "runs another program");
      }
    }
    if (threads.isEmpty()) {
      throw new TargetGone(pid(), files.ended() ? "has ended" : "has no Python thread left");
    }
    return threads;
  }

  private void collect(
      long interpreterAddress,
      Map<Integer, Integer> tasks,
      Set<Integer> claimed,
      List<PythonThread> threads)
      throws UnmappedAddress {
    Layout layout = interpreter.layout();
    long id =
        layout.interpreter().id() < 0
            ? 0
            : peek.word(interpreterAddress + layout.interpreter().id());
    long thread = peek.word(interpreterAddress + layout.interpreter().threadsHead());
    while (thread != 0 && threads.size() < MOST_THREADS) {
      if (peek.word(thread + layout.thread().interpreter()) != interpreterAddress) {
        return; // freed while we walked
      }
      long pythonId = peek.word(thread + layout.thread().id());
      long nativeId =
          layout.thread().nativeId() < 0 ? 0 : peek.word(thread + layout.thread().nativeId());
      threads.add(
          new PythonThread(
              thread, nativeIds.resolve(nativeId, pythonId, tasks, claimed), pythonId, id));
      thread = peek.word(thread + layout.thread().next());
    }
  }

  /// The `threading` module's names for threads, by `threading.get_ident()`. What cannot be read is
  /// left out.
  public Map<Long, String> threadNames() {
    try {
      return names.read(mainInterpreter(peek, interpreter));
    } catch (UnmappedAddress gone) {
      return Map.of();
    }
  }

  /// What a reader needs in order to copy frames.
  public SnapshotLayout snapshotLayout() {
    return interpreter.layout().snapshot();
  }

  /// Copies a thread's frames by reading, without stopping anything.
  public StackLook look() {
    return look;
  }

  /// Turns copied frames of this process into stacks.
  public StackParser parser() {
    return parser;
  }

  /// Reads the local variables of copied frames of this process. Made anew at each call: it keeps
  /// pages.
  public LocalsReader locals() {
    return new LocalsReader(memory, interpreter.layout(), arena);
  }

  public GilWatch gil() {
    return gil;
  }

  /// Whether the cyclic garbage collector is running, in the main interpreter.
  public boolean collecting() {
    Layout layout = interpreter.layout();
    try {
      if (layout.runtime().collecting() >= 0) {
        return peek.half(interpreter.runtime() + layout.runtime().collecting()) != 0;
      }
      Long alone = interpreter.symbols().get("collecting");
      if (interpreter.runtime() == 0) {
        return alone != null && peek.half(alone) != 0;
      }
      return layout.interpreter().collecting() >= 0
          && peek.half(mainInterpreter(peek, interpreter) + layout.interpreter().collecting()) != 0;
    } catch (UnmappedAddress gone) {
      return false;
    }
  }

  Layout layout() {
    return interpreter.layout();
  }

  Peek peek() {
    return peek;
  }

  @Override
  public void close() {
    arena.close();
  }
}
