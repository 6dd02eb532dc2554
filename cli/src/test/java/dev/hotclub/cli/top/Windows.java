package dev.hotclub.cli.top;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import dev.hotclub.model.WaitReason;
import dev.hotclub.sampler.live.LiveQuality;
import dev.hotclub.sampler.live.LiveRow;
import dev.hotclub.sampler.live.LiveThread;
import dev.hotclub.sampler.live.LiveView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Builds the facts of a window.
final class Windows {
  private final List<LiveRow> functions = new ArrayList<>();
  private final List<LiveThread> threads = new ArrayList<>();
  private Losses losses = new Losses(100, 0, 0, 0, 0);

  static TopState first() {
    return TopState.first(Rows.FUNCTIONS, View.Names.SHORT, View.Counting.BUSY);
  }

  Windows row(String function, String file, double own, double total, double ownS, double totalS) {
    functions.add(
        new LiveRow(
            new Frame(function, "/srv/" + file, file, 7, 7, 0, -1, -1),
            own,
            total,
            Duration.ofMillis((long) (ownS * 1000)),
            Duration.ofMillis((long) (totalS * 1000))));
    return this;
  }

  Windows thread(int id, String name, double busy) {
    Activity activity =
        busy > 0
            ? new Activity.OnCpu()
            : new Activity.Waiting(new WaitReason(WaitReason.Kind.SLEEP, ""));
    threads.add(
        new LiveThread(
            new ThreadInfo(4711, id, 1, name),
            busy,
            busy,
            activity,
            new Stack(List.of(Frame.of("work", "shop.py", 3)))));
    return this;
  }

  Windows losing(Losses losses) {
    this.losses = losses;
    return this;
  }

  LiveView view() {
    return new LiveView(
        List.of(new ProcessInfo(4711, 1, List.of("python", "shop.py"), "3.12.1")),
        Duration.ofSeconds(1),
        Duration.ofSeconds(64),
        1.5,
        0.38,
        100,
        new LiveQuality(100, losses, 0.003, 0.009),
        functions,
        functions,
        threads);
  }

  Facts facts() {
    Session session = new Session(Instant.EPOCH, 100, Reader.KERNEL, "hotclub 0");
    return new Facts("shop.py 4711", session, List.of("a note"), 0.61, view());
  }

  /// Three functions and two threads.
  static Windows usual() {
    return new Windows()
        .row("parse_date", "dateutil/parser.py", 0.31, 0.312, 12.3, 12.4)
        .row("render", "django/template/base.py", 0.02, 0.9, 250, 4000)
        .row("handle", "shop/views.py", 0, 0.95, 0, 36_000)
        .thread(4711, "MainThread", 0.95)
        .thread(4712, "writer", 0);
  }
}
