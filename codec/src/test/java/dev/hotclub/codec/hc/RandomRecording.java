package dev.hotclub.codec.hc;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Recordings of every kind, the same for the same seed. Times are whole microseconds, which is
/// what a recording keeps.
final class RandomRecording {
  private static final int[] RATES = {1, 10, 100, 250, 1000, 10_000, 100_000};
  private static final String[] WORDS = {
    "",
    "a",
    "get_queryset",
    "<module>",
    "Ünïcode",
    "日本語",
    "\uD83D\uDC0D",
    "with \"quotes\"",
    "a\nb\tc\0d"
  };

  private final Random random;
  private final Session session;

  RandomRecording(long seed) {
    random = new Random(seed);
    List<Reader> readers = List.of(Reader.values());
    session =
        new Session(
            Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)),
            RATES[random.nextInt(RATES.length)],
            readers.get(random.nextInt(readers.size())),
            word());
  }

  Session session() {
    return session;
  }

  Telling events(int samples) {
    Telling telling = new Telling();
    List<ThreadInfo> threads = new ArrayList<>();
    Map<Integer, Long> clocks = new HashMap<>();
    List<Stack> known = new ArrayList<>(List.of(Stack.EMPTY));
    for (int i = 0; i < samples; i++) {
      if (threads.isEmpty() || random.nextInt(200) == 0) {
        threads.add(come(telling, threads));
      }
      ThreadInfo thread = threads.get(random.nextInt(threads.size()));
      if (random.nextInt(4) == 0) {
        known.add(stack(known.get(random.nextInt(known.size()))));
      }
      Sample sample = sample(thread, clocks, known.get(random.nextInt(known.size())));
      telling.sample(sample);
      if (random.nextInt(3) == 0) {
        telling.sample(again(sample, clocks));
      }
    }
    telling.end(outcome());
    return telling;
  }

  private ThreadInfo come(Telling telling, List<ThreadInfo> threads) {
    int pid = 1 + random.nextInt(3);
    telling.process(new ProcessInfo(pid, random.nextInt(3), List.of(word(), word()), word()));
    ThreadInfo thread = new ThreadInfo(pid, 100 + threads.size(), random.nextLong(), word());
    telling.thread(thread);
    return thread;
  }

  private Stack stack(Stack from) {
    List<Frame> frames = new ArrayList<>(from.frames());
    for (int i = random.nextInt(4); i > 0 && !frames.isEmpty(); i--) {
      frames.removeFirst();
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      frames.addFirst(
          new Frame(
              word(),
              word(),
              word(),
              random.nextInt(5000),
              random.nextInt(5000),
              random.nextInt(5000),
              random.nextInt(200) - 1,
              random.nextInt(200) - 1));
    }
    return new Stack(frames);
  }

  private Sample sample(ThreadInfo thread, Map<Integer, Long> clocks, Stack stack) {
    long start = clocks.getOrDefault(thread.nativeId(), 0L) + random.nextInt(20_000) * 1000L;
    long nanos =
        random.nextBoolean() ? session.periodNanos() : random.nextLong(100_000_000L) * 1000;
    clocks.put(thread.nativeId(), start);
    return new Sample(
        start,
        nanos,
        thread.pid(),
        thread.nativeId(),
        stack,
        activity(),
        random.nextBoolean(),
        random.nextBoolean() ? Exactness.EXACT : Exactness.APPROXIMATE,
        random.nextInt(4) == 0 ? new Tags(Map.of(word(), word())) : Tags.NONE);
  }

  /// The same a period later, more or less.
  private Sample again(Sample sample, Map<Integer, Long> clocks) {
    long start = sample.startNanos() + session.periodNanos() + random.nextInt(3) * 1000L;
    clocks.put(sample.nativeId(), start);
    return new Sample(
        start,
        sample.nanos(),
        sample.pid(),
        sample.nativeId(),
        sample.stack(),
        sample.activity(),
        sample.holdsGil(),
        sample.exactness(),
        sample.tags());
  }

  private Activity activity() {
    return switch (random.nextInt(5)) {
      case 0 -> new Activity.OnCpu();
      case 1 -> new Activity.Queued();
      case 2 -> new Activity.WaitingForGil();
      case 3 -> new Activity.Unknown();
      default -> {
        WaitReason.Kind[] kinds = WaitReason.Kind.values();
        yield new Activity.Waiting(new WaitReason(kinds[random.nextInt(kinds.length)], word()));
      }
    };
  }

  private Outcome outcome() {
    return new Outcome(
        Duration.ofNanos(random.nextLong(1_000_000_000L) * 1000),
        new Losses(count(), count(), count(), count(), count()),
        new Cost(Duration.ofNanos(count()), Duration.ofNanos(count()), Duration.ofNanos(count())),
        word());
  }

  private long count() {
    return random.nextLong(1L << random.nextInt(1, 50));
  }

  private String word() {
    return random.nextInt(20) == 0
        ? "x".repeat(random.nextInt(3000)) + random.nextInt()
        : WORDS[random.nextInt(WORDS.length)];
  }
}
