package dev.hotclub.codec.hc;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Reader;
import dev.hotclub.model.RecordingVisitor;
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
import java.util.Optional;

/// Turns records back into the calls that made them.
final class HcDecoder {
  private static final int DEEPEST = 1 << 16;

  private static final class Told {
    ThreadInfo info;
    long startMicros;
    int node;
    Activity activity = new Activity.Unknown();
    int flags;
    Tags tags = Tags.NONE;

    Told(ThreadInfo info) {
      this.info = info;
    }
  }

  private record Node(int parent, Frame frame) {}

  private final Session session;
  private final RecordingVisitor visitor;
  private final List<Told> threads = new ArrayList<>();
  private final Map<Integer, Integer> threadIndex = new HashMap<>();
  private final List<String> strings = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Activity> activities = new ArrayList<>();
  private final List<Tags> tags = new ArrayList<>();
  private final Map<Integer, Stack> stacks = new HashMap<>();
  private long exact;
  private long approximate;
  private long keptFrames;
  private long dictionaryCharacters;
  private long nameCharacters;
  private long lastMicros;
  private boolean ended;

  HcDecoder(Session session, RecordingVisitor visitor) {
    this.session = session;
    this.visitor = visitor;
  }

  static Session session(In in) throws MalformedRecording {
    if (in.number() != ((long) Hc.SESSION << 2 | Hc.RECORD)) {
      throw new MalformedRecording("does not begin with its session");
    }
    return sessionBody(in);
  }

  private static Session sessionBody(In in) throws MalformedRecording {
    long seconds = in.number();
    int nanos = in.below(1_000_000_000, "nanoseconds");
    int rate = in.below(1_000_000_001, "rate");
    if (rate == 0 || seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
      throw new MalformedRecording("a session at " + seconds + " s with rate " + rate);
    }
    Reader reader = named(Reader.values(), in.text());
    return new Session(Instant.ofEpochSecond(seconds, nanos), rate, reader, in.text());
  }

  void decode(In in) throws MalformedRecording {
    while (in.hasMore()) {
      if (ended) {
        throw new MalformedRecording("records behind its end");
      }
      long head = in.number();
      int kind = (int) (head & 3);
      if (kind == Hc.RECORD) {
        record(head >>> 2, in);
      } else {
        long index = head >>> 2;
        if (index >= threads.size()) {
          throw new MalformedRecording("thread " + index + " of " + threads.size());
        }
        sample(threads.get((int) index), kind, in);
      }
    }
  }

  private void record(long type, In in) throws MalformedRecording {
    switch ((int) Math.min(type, 255)) {
      case Hc.SESSION -> sessionBody(in);
      case Hc.PROCESS -> process(in);
      case Hc.THREAD -> thread(in);
      case Hc.STRING -> {
        String text = in.text();
        dictionaryCharacters = bounded(dictionaryCharacters + text.length());
        add(strings, text);
      }
      case Hc.FRAME -> frame(in);
      case Hc.NODE -> {
        int parent = in.below(nodes.size() + 1, "node");
        add(nodes, new Node(parent, frames.get(in.below(frames.size(), "frame"))));
      }
      case Hc.ACTIVITY -> activity(in);
      case Hc.TAGS -> tags(in);
      case Hc.OUTCOME -> outcome(in);
      case Hc.FORGET -> forget();
      default -> throw new MalformedRecording("a record of type " + type);
    }
  }

  private static long bounded(long characters) throws MalformedRecording {
    if (characters > Hc.MOST_CHARACTERS) {
      throw new MalformedRecording("texts of more than " + Hc.MOST_CHARACTERS + " characters");
    }
    return characters;
  }

  private String name(In in) throws MalformedRecording {
    String text = in.text();
    nameCharacters = bounded(nameCharacters + text.length());
    return text;
  }

  private static <T> void add(List<T> dictionary, T value) throws MalformedRecording {
    if (dictionary.size() >= Hc.MOST_ENTRIES) {
      throw new MalformedRecording("a dictionary of more than " + Hc.MOST_ENTRIES + " entries");
    }
    dictionary.add(value);
  }

  private void process(In in) throws MalformedRecording {
    int pid = in.below(Integer.MAX_VALUE, "pid");
    int parent = in.below(Integer.MAX_VALUE, "pid");
    int count = in.below(Hc.MOST_ARGUMENTS + 1, "arguments");
    List<String> command = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      command.add(name(in));
    }
    visitor.process(new ProcessInfo(pid, parent, command, name(in)));
  }

  private void thread(In in) throws MalformedRecording {
    int pid = in.below(Integer.MAX_VALUE, "pid");
    int nativeId = in.below(Integer.MAX_VALUE, "thread id");
    ThreadInfo info = new ThreadInfo(pid, nativeId, in.number(), name(in));
    Integer known = threadIndex.putIfAbsent(nativeId, threads.size());
    if (known != null) {
      threads.get(known).info = info;
    } else {
      if (threads.size() >= Hc.MOST_THREADS) {
        throw new MalformedRecording("more than " + Hc.MOST_THREADS + " threads");
      }
      threads.add(new Told(info));
    }
    visitor.thread(info);
  }

  private String string(In in) throws MalformedRecording {
    return strings.get(in.below(strings.size(), "string"));
  }

  private void frame(In in) throws MalformedRecording {
    String function = string(in);
    String file = string(in);
    String shortFile = string(in);
    int firstLine = in.below(Integer.MAX_VALUE, "line");
    int line = in.below(Integer.MAX_VALUE, "line");
    int endLine = in.below(Integer.MAX_VALUE, "line");
    int column = in.below(Integer.MAX_VALUE, "column") - 1;
    int endColumn = in.below(Integer.MAX_VALUE, "column") - 1;
    add(frames, new Frame(function, file, shortFile, firstLine, line, endLine, column, endColumn));
  }

  private void activity(In in) throws MalformedRecording {
    int kind = in.below(5, "activity");
    WaitReason reason = new WaitReason(named(WaitReason.Kind.values(), string(in)), string(in));
    add(
        activities,
        switch (kind) {
          case 1 -> new Activity.OnCpu();
          case 2 -> new Activity.Queued();
          case 3 -> new Activity.WaitingForGil();
          case 4 -> new Activity.Waiting(reason);
          default -> new Activity.Unknown();
        });
  }

  private static <E extends Enum<E>> E named(E[] values, String name) throws MalformedRecording {
    for (E value : values) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw new MalformedRecording(
        "no " + values[0].getDeclaringClass().getSimpleName() + " " + name);
  }

  private void tags(In in) throws MalformedRecording {
    int count = in.below(Hc.MOST_TAGS + 1, "tags");
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < count; i++) {
      values.put(string(in), string(in));
    }
    add(tags, new Tags(values));
  }

  private void sample(Told thread, int kind, In in) throws MalformedRecording {
    long start = Math.max(0, thread.startMicros + session.periodNanos() / 1000 + in.signed());
    if (start > Long.MAX_VALUE / 4000) {
      throw new MalformedRecording("a sample at " + start + " µs");
    }
    thread.startMicros = start;
    if (kind != Hc.AGAIN) {
      thread.node = in.below(nodes.size() + 1, "node");
    }
    if (kind == Hc.SAMPLE) {
      thread.activity = activities.get(in.below(activities.size(), "activity"));
      thread.flags = in.octet();
      thread.tags =
          (thread.flags & Hc.TAGGED) != 0 ? tags.get(in.below(tags.size(), "tags")) : Tags.NONE;
    }
    if (thread.node > nodes.size()) {
      throw new MalformedRecording("node " + thread.node + " of " + nodes.size());
    }
    boolean timed = (thread.flags & Hc.TIMED) != 0;
    long length = timed ? in.number() : 0;
    if (length < 0 || length > Long.MAX_VALUE / 4000) {
      throw new MalformedRecording("a sample of " + length + " µs");
    }
    long nanos = timed ? length * 1000 : session.periodNanos();
    Exactness exactness =
        (thread.flags & Hc.APPROXIMATE) != 0 ? Exactness.APPROXIMATE : Exactness.EXACT;
    if (exactness == Exactness.EXACT) {
      exact++;
    } else {
      approximate++;
    }
    lastMicros = Math.max(lastMicros, start + nanos / 1000);
    visitor.sample(
        new Sample(
            start * 1000,
            nanos,
            thread.info.pid(),
            thread.info.nativeId(),
            stack(thread.node),
            thread.activity,
            (thread.flags & Hc.HOLDS_GIL) != 0,
            exactness,
            thread.tags));
  }

  private Stack stack(int node) {
    Stack known = stacks.get(node);
    if (known != null) {
      return known;
    }
    Stack stack = build(node);
    keptFrames += stack.depth();
    if (keptFrames > Hc.MOST_KEPT_FRAMES) {
      stacks.clear();
      keptFrames = stack.depth();
    }
    stacks.put(node, stack);
    return stack;
  }

  private Stack build(int innermost) {
    List<Frame> path = new ArrayList<>();
    for (int node = innermost; node != 0 && path.size() < DEEPEST; ) {
      Node at = nodes.get(node - 1);
      path.add(at.frame());
      node = at.parent();
    }
    return path.isEmpty() ? Stack.EMPTY : new Stack(path);
  }

  private void outcome(In in) throws MalformedRecording {
    Duration duration = Duration.ofNanos(count(in) * 1000);
    Losses all = new Losses(count(in), count(in), count(in), count(in), count(in));
    Cost cost =
        new Cost(
            Duration.ofNanos(count(in)), Duration.ofNanos(count(in)), Duration.ofNanos(count(in)));
    String why = in.text();
    ended = true;
    visitor.end(new Outcome(duration, all, cost, why));
  }

  private static long count(In in) throws MalformedRecording {
    long value = in.number();
    if (value < 0 || value > Long.MAX_VALUE / 4000) {
      throw new MalformedRecording("a count of " + Long.toUnsignedString(value));
    }
    return value;
  }

  private void forget() {
    strings.clear();
    frames.clear();
    nodes.clear();
    activities.clear();
    tags.clear();
    stacks.clear();
    keptFrames = 0;
    dictionaryCharacters = 0;
  }

  /// Tells an outcome of what was there, unless the recording has told its own; then nothing is
  /// lost, whatever follows.
  Optional<String> finish(String why) {
    if (ended) {
      return Optional.empty();
    }
    ended = true;
    Losses losses = new Losses(exact, approximate, 0, 0, 0);
    visitor.end(new Outcome(Duration.ofNanos(lastMicros * 1000), losses, Cost.NONE, why));
    return Optional.of(why);
  }
}
