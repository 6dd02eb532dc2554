package dev.hotclub.sampler;

import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.libc.PreciseSleep;
import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.Program;
import java.util.Optional;

/// The moment between the start of a program and the first line of Python in it.
final class Launch {
  /// Python needs 10 to 40 ms, a script around it that looks for its environment up to some
  /// seconds.
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  /// A look at a process that is not Python yet costs some hundred microseconds of ours.
  private static final long BETWEEN_NANOS = 1_000_000;

  private final Program program;
  private final SamplerOptions.Children children;
  private final PreciseSleep sleep = new PreciseSleep();

  Launch(Program program, SamplerOptions.Children children) {
    this.program = program;
    this.children = children;
  }

  /// Waits until there is something to sample.
  ///
  /// @return why there is not
  Optional<AttachFailure> attach(Targets targets) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      switch (PythonProcess.attach(program.pid())) {
        case Attach.Attached(PythonProcess process) -> {
          targets.add(process);
          return Optional.empty();
        }
        case Attach.Failed(AttachFailure why) -> {
          if (program.end().isPresent() || why instanceof AttachFailure.Zombie) {
            return Optional.of(endedBefore());
          }
          if (why instanceof AttachFailure.NotPython && isParent()) {
            targets.addParent(program.pid());
            return Optional.empty();
          }
          if (!heals(why) || System.nanoTime() > end) {
            return Optional.of(inWordsOfAProgram(why));
          }
        }
      }
      sleep.until(System.nanoTime() + BETWEEN_NANOS);
    }
  }

  private boolean isParent() {
    return children == SamplerOptions.Children.FOLLOWED
        && !new ProcessFiles(program.pid()).children().isEmpty();
  }

  /// What may be said of a program whose interpreter is loaded half.
  private static boolean heals(AttachFailure why) {
    return switch (why) {
      case AttachFailure.NotPython _,
          AttachFailure.NotRunning _,
          AttachFailure.NotPermitted _,
          AttachFailure.NoSuchProcess _ ->
          true;
      case AttachFailure.UnsupportedVersion _,
          AttachFailure.Zombie _,
          AttachFailure.KernelThread _,
          AttachFailure.NoProgram _ ->
          false;
    };
  }

  private AttachFailure endedBefore() {
    String how =
        program.awaitEnd(java.time.Duration.ofSeconds(1)).map(Program.End::words).orElse("ended");
    return new AttachFailure.NoProgram(
        program.name() + " " + how + " before any Python ran in it: there is nothing to sample");
  }

  private AttachFailure inWordsOfAProgram(AttachFailure why) {
    return why instanceof AttachFailure.NotPython(int _, String runs)
        ? new AttachFailure.NoProgram(
            program.name()
                + " is not a Python program (it still runs "
                + runs
                + " after "
                + PATIENCE_NANOS / 1_000_000_000
                + " s): start Python itself, or add --subprocesses for what it starts")
        : why;
  }
}
