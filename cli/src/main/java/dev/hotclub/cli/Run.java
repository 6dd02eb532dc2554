package dev.hotclub.cli;

import dev.hotclub.codec.hc.HcReader;
import dev.hotclub.codec.hc.HcWriter;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.View;
import dev.hotclub.remote.process.Program;
import dev.hotclub.sampler.Sampler;
import dev.hotclub.sampler.SamplerOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One recording from start to end: every sample goes to a file of our own format at once, from
/// which the result is made when sampling is over. So memory stays flat, and what was sampled
/// survives this process.
record Run(
    Target target,
    SamplerOptions options,
    Optional<Duration> limit,
    View view,
    Format format,
    Destination destination,
    Screen screen) {

  void run() throws Failure {
    switch (target) {
      case Target.Running _ -> run(Optional.empty());
      case Target.Program(List<String> words) -> {
        Program program = new Program(words, output());
        try (Started started = new Started(program, screen)) {
          run(Optional.of(program));
          started.awaitEnd();
        }
      }
    }
  }

  /// What it prints must not come between our own words.
  private Program.Output output() {
    return destination instanceof Destination.Stdout
        ? Program.Output.TO_ERROR
        : Program.Output.INHERITED;
  }

  private void run(Optional<Program> program) throws Failure {
    Sampler sampler = open(program);
    // from here on an interrupt ends in order, so that no draft is left behind
    Interrupts interrupts = Interrupts.taken();
    Path draft;
    try {
      draft = destination.draft(".hc.tmp");
    } catch (Failure refused) {
      sampler.close();
      throw refused;
    }
    boolean keep = false;
    try {
      Outcome outcome = sample(sampler, interrupts, draft);
      keep = true;
      HcReader recording = new HcReader(() -> Files.newInputStream(draft));
      destination.write(out -> new Conversion(recording, draft, view, format).write(out));
      keep = false;
      screen.err().println(Summary.quality(recording.session(), outcome));
      screen.err().print(Summary.where(recording, view));
      screen.err().println(closing(outcome));
    } catch (IOException failed) {
      throw new Failure(
          "cannot read what was recorded, " + draft + ": " + Destination.words(failed), failed);
    } finally {
      end(draft, keep);
    }
  }

  private void end(Path draft, boolean keep) {
    try {
      if (keep) {
        screen.err().println("what was sampled is kept in " + draft + ": hotclub convert reads it");
      } else {
        Files.deleteIfExists(draft);
      }
    } catch (IOException left) {
      screen.err().println("left behind: " + draft);
    }
  }

  private Outcome sample(Sampler sampler, Interrupts interrupts, Path draft) throws Failure {
    try (sampler) {
      List<String> notes = sampler.notes();
      tell(notes);
      screen.err().println(opening(sampler));
      screen.flush();
      Progress progress = new Progress(screen, interrupts, limit);
      try (HcWriter writer =
          new HcWriter(
              new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16), sampler.session())) {
        return sampler.run(writer, limit, progress);
      } finally {
        progress.clear();
        tell(sampler.notes().subList(notes.size(), sampler.notes().size()));
      }
    } catch (IOException failed) {
      throw new Failure("cannot write " + draft + ": " + Destination.words(failed), failed);
    } catch (UncheckedIOException failed) {
      IOException cause = Objects.requireNonNull(failed.getCause());
      throw new Failure("cannot write " + draft + ": " + Destination.words(cause), failed);
    }
  }

  private void tell(List<String> notes) {
    notes.forEach(note -> screen.err().println(Printable.of(note)));
  }

  private Sampler open(Optional<Program> program) throws Failure {
    Sampler.Opening opening =
        switch (target) {
          case Target.Running(int pid) -> Sampler.open(List.of(pid), options);
          case Target.Program _ -> Sampler.open(program.orElseThrow(), options);
        };
    return switch (opening) {
      case Sampler.Opening.Opened(Sampler sampler) -> sampler;
      case Sampler.Opening.Failed(var why) -> throw Failure.of(why, "record");
    };
  }

  private String opening(Sampler sampler) {
    String length = limit.map(duration -> "for " + Amounts.of(duration)).orElse("until Ctrl-C");
    return "sampling "
        + Amounts.count(options.ratePerSecond())
        + " times a second "
        + length
        + " by the "
        + sampler.session().reader().word()
        + " reader";
  }

  private String closing(Outcome outcome) {
    String why = outcome.end().equals("duration reached") ? "" : outcome.end() + "; ";
    String open =
        switch (destination) {
          case Destination.Stdout() -> "written to standard output";
          case Destination.Stream(Path path) -> "written to " + path;
          case Destination.File(Path path) -> path + " (" + format.opener(path) + ")";
        };
    return why + open;
  }
}
