package dev.hotclub.codec;

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
import java.util.Map;
import java.util.function.Consumer;

/// Recordings whose every number is known.
final class Recordings {
  static final Session SESSION =
      new Session(Instant.parse("2026-03-01T12:00:00.5Z"), 100, Reader.STOP, "hotclub 0.1.0");

  static final long PERIOD = 10_000_000;

  static final Frame MODULE = frame("<module>", "/srv/shop/manage.py", "manage.py", 1, 22);
  static final Frame VIEW = frame("ProductView.get", "/srv/shop/views.py", "shop/views.py", 30, 41);
  static final Frame QUERY =
      frame(
          "QuerySet.__iter__",
          "/srv/venv/lib/python3.12/site-packages/django/db/models/query.py",
          "django/db/models/query.py",
          380,
          400);
  static final Frame FIB =
      frame("fib.<locals>.\"fib\"", "/srv/shop/f\u00efb.py", "shop/f\u00efb.py", 7, 9);
  static final Frame RUN =
      frame("Thread.run", "/usr/lib/python3.12/threading.py", "threading.py", 999, 1010);

  private static final Activity ON_CPU = new Activity.OnCpu();
  private static final Activity RECEIVING =
      new Activity.Waiting(new WaitReason(WaitReason.Kind.SOCKET, "recv fd 9"));

  private Recordings() {}

  /// Two processes. Ticks while busy: main thread 30 in `QuerySet.__iter__`, then 20 in a recursion
  /// of three; the worker 10 in `QuerySet.__iter__` called by the thread; the child's main thread 5
  /// in `ProductView.get`. Idle beside it: the worker waits 400 ms in one piece after its tenth
  /// tick.
  static Recording shop() {
    return of(
        SESSION,
        visitor -> {
          visitor.process(new ProcessInfo(4711, 1, List.of("python", "manage.py"), "3.12.1"));
          visitor.thread(new ThreadInfo(4711, 4711, 140_001, "MainThread"));
          visitor.thread(new ThreadInfo(4711, 4712, 140_002, "worker-1"));
          visitor.process(new ProcessInfo(4800, 4711, List.of("python", "-c", "x"), "3.12.1"));
          visitor.thread(new ThreadInfo(4800, 4800, 140_003, "MainThread"));
          Stack query = stack(QUERY, VIEW, MODULE);
          Stack recursion = stack(FIB, FIB, FIB, VIEW, MODULE);
          for (int i = 0; i < 50; i++) {
            visitor.sample(busy(i, 4711, 4711, i < 30 ? query : recursion));
            if (i < 10) {
              visitor.sample(busy(i, 4711, 4712, stack(QUERY, RUN)));
            }
            if (i == 10) {
              visitor.sample(
                  new Sample(
                      10 * PERIOD,
                      40 * PERIOD,
                      4711,
                      4712,
                      stack(QUERY, RUN),
                      RECEIVING,
                      false,
                      Exactness.EXACT,
                      new Tags(Map.of("route", "/products/"))));
            }
            if (i >= 20 && i < 25) {
              visitor.sample(busy(i, 4800, 4800, stack(VIEW, MODULE)));
            }
          }
          visitor.end(
              new Outcome(
                  Duration.ofMillis(500),
                  new Losses(64, 2, 3, 0, 0),
                  new Cost(Duration.ofMillis(1), Duration.ofMillis(9), Duration.ZERO),
                  "duration reached"));
        });
  }

  static Sample busy(int tick, int pid, int nativeId, Stack stack) {
    return new Sample(
        tick * PERIOD, PERIOD, pid, nativeId, stack, ON_CPU, true, Exactness.EXACT, Tags.NONE);
  }

  static Stack stack(Frame... innermostFirst) {
    return new Stack(List.of(innermostFirst));
  }

  static Frame frame(String function, String file, String shortFile, int firstLine, int line) {
    return new Frame(function, file, shortFile, firstLine, line, line, 4, 20);
  }

  static Recording of(Session session, Consumer<RecordingVisitor> telling) {
    return new Recording() {
      @Override
      public Session session() {
        return session;
      }

      @Override
      public void tell(RecordingVisitor visitor) {
        telling.accept(visitor);
      }
    };
  }
}
