package dev.hotclub.codec.flame;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Recordings as a profiled program might make them that wishes its reader ill.
final class Hostile {
  static final String NAME =
      "</title></text></script>]]><script>alert(1)</script><!-- \" ' & \u0000\u001b[2J\ufffe\ud800";

  private static final long PERIOD = 10_000_000;

  private Hostile() {}

  /// One sample of each stack.
  static Recording of(Activity activity, Stack... stacks) {
    Session session =
        new Session(Instant.parse("2026-03-01T12:00:00Z"), 100, Reader.KERNEL, "hotclub 0.1.0");
    return new Recording() {
      @Override
      public Session session() {
        return session;
      }

      @Override
      public void tell(RecordingVisitor visitor) {
        visitor.process(new ProcessInfo(7, 1, List.of("python", NAME), NAME));
        visitor.thread(new ThreadInfo(7, 7, 0, NAME));
        for (int i = 0; i < stacks.length; i++) {
          visitor.sample(
              new Sample(
                  i * PERIOD, PERIOD, 7, 7, stacks[i], activity, true, Exactness.EXACT, Tags.NONE));
        }
        visitor.end(
            new Outcome(
                Duration.ofNanos(stacks.length * PERIOD),
                new Losses(stacks.length, 1, 2, 3, 4),
                Cost.NONE,
                NAME));
      }
    };
  }

  static Recording busy(Stack... stacks) {
    return of(new Activity.OnCpu(), stacks);
  }

  static Recording named() {
    return busy(new Stack(List.of(Frame.of(NAME, "/srv/" + NAME + ".py", 3))));
  }

  static Recording waiting() {
    return of(
        new Activity.Waiting(new WaitReason(WaitReason.Kind.SOCKET, "recv fd 9")),
        new Stack(List.of(Frame.of("read", "/srv/shop/io.py", 3))));
  }

  /// One stack of recursion.
  static Recording deep(int frames) {
    return busy(
        new Stack(
            IntStream.range(0, frames)
                .mapToObj(i -> Frame.of("f" + i % 3, "/srv/shop/deep.py", 7))
                .toList()));
  }
}
