package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import dev.hotclub.model.Exactness;
import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.TargetGone;
import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.sampler.Dumper;
import dev.hotclub.sampler.LocalsDetail;
import dev.hotclub.sampler.ProcessDump;
import dev.hotclub.sampler.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `hotclub dump`: what every thread of a process is doing, once.
final class DumpCommand implements Command {
  private static final Option CORE =
      Option.taking("c", "core", "core", "a core dump instead of a process (not yet)");

  private static final Option LOCALS =
      Option.flag("l", "locals", "local variables of each frame; -ll shows more of each value");

  private static final Option JSON =
      Option.flag("j", "json", "print JSON; its schema is in docs/dump-json.md");

  private static final Option ALL =
      Option.flag("a", "all", "print every frame also where the output is a terminal");

  @Override
  public String name() {
    return "dump";
  }

  @Override
  public String summary() {
    return "print what every thread of a process is doing";
  }

  @Override
  public String synopsis() {
    return "--pid <pid> [options]";
  }

  @Override
  public List<Option> options() {
    return List.of(
        SharedOptions.PID,
        CORE,
        SharedOptions.FULL_FILENAMES,
        LOCALS,
        ALL,
        JSON,
        SharedOptions.SUBPROCESSES,
        SharedOptions.NATIVE,
        SharedOptions.NONBLOCKING,
        SharedOptions.BLOCKING,
        SharedOptions.READER,
        SharedOptions.PAUSE_BUDGET);
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("hotclub dump --pid 4711", "where is this worker?"),
        new Example("hotclub dump --pid 4711 --locals", "with the values of its variables"),
        new Example("hotclub dump --pid 4702 --subprocesses", "a gunicorn and all its workers"),
        new Example("hotclub dump --pid 4711 --json", "for a program to read"));
  }

  /// What was asked for.
  private record Wish(
      LocalsDetail locals, Reading reading, DumpText.Names names, DumpText.Detail detail) {}

  @Override
  public int run(Arguments arguments, Screen screen) throws UsageError, Failure {
    NotYet.refuse(arguments, SharedOptions.NATIVE, CORE);
    int pid = Target.running(arguments).pid();
    Wish wish = wish(arguments, screen);
    List<ProcessTree.Member> members =
        arguments.has(SharedOptions.SUBPROCESSES)
            ? ProcessTree.now().from(pid)
            : List.of(new ProcessTree.Member(pid, 0));
    List<Dumped> dumps = dump(members, wish, screen);
    StringBuilder text = new StringBuilder();
    if (arguments.has(JSON)) {
      new DumpJson(text, wish.names(), wish.locals())
          .processes(dumps.stream().map(Dumped::dump).toList());
      text.append('\n');
    } else {
      print(dumps, wish, text);
    }
    screen.out().print(text);
    return 0;
  }

  /// @param depth how far below the process that was asked for
  private record Dumped(ProcessDump dump, int depth) {}

  private static Wish wish(Arguments arguments, Screen screen) throws UsageError {
    LocalsDetail locals =
        switch (arguments.count(LOCALS)) {
          case 0 -> LocalsDetail.NONE;
          case 1 -> LocalsDetail.SHORT;
          default -> LocalsDetail.LONG;
        };
    boolean whole = arguments.has(ALL) || screen.outIs() == Screen.Paper.FILE_OR_PIPE;
    return new Wish(
        locals,
        Reading.of(arguments),
        arguments.has(SharedOptions.FULL_FILENAMES) ? DumpText.Names.FULL : DumpText.Names.SHORT,
        whole ? DumpText.Detail.ALL : DumpText.Detail.FOLDED);
  }

  private static void print(List<Dumped> dumps, Wish wish, StringBuilder text) {
    for (Dumped dumped : dumps) {
      process(dumped.dump(), dumped.depth(), wish, text);
    }
    text.append(closing(dumps.stream().map(Dumped::dump).toList())).append('\n');
  }

  /// Of processes that were started by the one that was asked for, what is no Python or has ended
  /// meanwhile is passed over; so is that one itself if any of the others can be read.
  private static List<Dumped> dump(List<ProcessTree.Member> members, Wish wish, Screen screen)
      throws Failure {
    List<Dumped> dumps = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (ProcessTree.Member member : members) {
      switch (PythonProcess.attach(member.pid())) {
        case Attach.Attached(PythonProcess process) -> {
          try (process) {
            ProcessDump dump = dump(process, wish);
            dump.note()
                .ifPresent(note -> screen.err().println("hotclub dump: " + Printable.of(note)));
            dumps.add(new Dumped(dump, member.depth()));
          } catch (TargetGone gone) {
            failures.add(new Failure(gone.getMessage() + " while it was read", gone));
          }
        }
        case Attach.Failed(AttachFailure why) -> {
          if (why instanceof AttachFailure.NotPermitted && member.depth() > 0) {
            screen.err().println("hotclub dump: " + Printable.of(why.message()));
          }
          failures.add(Failure.of(why, "dump"));
        }
      }
    }
    if (dumps.isEmpty()) {
      throw failures.getFirst();
    }
    return dumps;
  }

  private static ProcessDump dump(PythonProcess process, Wish wish) throws TargetGone {
    return Dumper.dump(process, wish.locals(), wish.reading().reader(), wish.reading().pausing());
  }

  private static void process(ProcessDump dump, int depth, Wish wish, StringBuilder text) {
    String indent = "  ".repeat(depth);
    List<String> parentCommand = new ProcessFiles(dump.process().parentPid()).command();
    Vitals vitals = Vitals.of(new ProcessFiles(dump.process().pid()));
    text.append(indent).append(ProcessLine.of(dump.process(), parentCommand, vitals)).append('\n');
    if (dump.collecting()) {
      text.append(indent).append("its garbage collector is running\n");
    }
    DumpText threads = new DumpText(text, wish.detail(), wish.names(), indent);
    for (ThreadDump thread : dump.threads()) {
      text.append('\n');
      threads.thread(thread);
    }
    if (dump.unread() > 0) {
      text.append(indent)
          .append(dump.unread())
          .append(" more threads ended or could not be read\n");
    }
    text.append('\n');
  }

  /// How far all that can be believed, and what it cost.
  private static String closing(List<ProcessDump> dumps) {
    List<ThreadDump> threads = dumps.stream().flatMap(dump -> dump.threads().stream()).toList();
    long exact = threads.stream().filter(thread -> thread.exactness() == Exactness.EXACT).count();
    Duration held = dumps.stream().map(ProcessDump::held).reduce(Duration.ZERO, Duration::plus);
    Duration took = dumps.stream().map(ProcessDump::took).reduce(Duration.ZERO, Duration::plus);
    String quality =
        exact == threads.size()
            ? threads.size() == 1 ? "exact" : "exact: all " + exact + " threads"
            : exact + " of " + threads.size() + " threads exact, the others marked ~";
    return quality + " · target held for " + Amounts.of(held) + " · " + Amounts.of(took);
  }
}
