package dev.hotclub.codec.hc;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.StackMemo;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.WaitReason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a recording as it is made. What has been told for more than a second is in the stream,
/// whole.
///
/// Failures to write surface as `UncheckedIOException`, for a visitor cannot throw others.
public final class HcWriter implements RecordingVisitor, AutoCloseable {
  private static final long BLOCK_NANOS = 1_000_000_000;

  /// A thread's last sample, from which the next is told.
  private static final class Last {
    final int index;
    long startMicros;
    int node = -1;
    int activity = -1;
    int flags = -1;
    int tags;

    Last(int index) {
      this.index = index;
    }
  }

  private record Edge(int parent, int frame) {}

  private final OutputStream out;
  private final Session session;
  private final long periodMicros;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final Out block = new Out();
  private final CRC32 check = new CRC32();
  private byte[] deflated = new byte[Hc.BLOCK_BYTES];
  private final Map<String, Integer> strings = new HashMap<>();
  private final Map<Frame, Integer> frames = new HashMap<>();
  private final Map<Edge, Integer> nodes = new HashMap<>();
  private final StackMemo<Integer> stacks = new StackMemo<>();
  private final Map<Activity, Integer> activities = new HashMap<>();
  private final Map<Tags, Integer> tags = new HashMap<>();
  private final Map<Integer, Last> threads = new HashMap<>();
  private long dictionaryCharacters;
  private long nameCharacters;
  private long blockStartNanos;
  private long written;

  public HcWriter(OutputStream out, Session session) {
    this.out = out;
    this.session = session;
    this.periodMicros = session.periodNanos() / 1000;
    try {
      out.write(Hc.MAGIC);
      written = Hc.MAGIC.length;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    head(Hc.SESSION);
    Instant start = session.start();
    block.number(start.getEpochSecond());
    block.number(start.getNano());
    block.number(session.ratePerSecond());
    block.text(session.reader().name());
    block.text(session.producer());
    closeBlock();
  }

  private void head(int type) {
    block.number((long) type << 2 | Hc.RECORD);
  }

  @Override
  public void process(ProcessInfo process) {
    head(Hc.PROCESS);
    block.number(process.pid());
    block.number(process.parentPid());
    List<String> command = bounded(process.command());
    block.number(command.size());
    command.forEach(block::text);
    block.text(process.python());
    closeFullBlock();
  }

  /// As many arguments as fit into a record.
  private List<String> bounded(List<String> command) {
    int count = 0;
    for (int length = 0; count < Math.min(command.size(), Hc.MOST_ARGUMENTS); count++) {
      length += command.get(count).length();
      if (length > Hc.MOST_TEXT_BYTES / 2 || nameCharacters + length > Hc.MOST_CHARACTERS / 2) {
        break;
      }
    }
    List<String> told = command.subList(0, count);
    nameCharacters += told.stream().mapToInt(String::length).sum();
    return told;
  }

  @Override
  public void thread(ThreadInfo thread) {
    threads.computeIfAbsent(thread.nativeId(), _ -> new Last(threads.size()));
    head(Hc.THREAD);
    block.number(thread.pid());
    block.number(thread.nativeId());
    block.number(thread.pythonId());
    boolean fits = nameCharacters + thread.name().length() <= Hc.MOST_CHARACTERS / 2;
    block.text(fits ? thread.name() : "");
    nameCharacters += fits ? thread.name().length() : 0;
    closeFullBlock();
  }

  @Override
  public void sample(Sample sample) {
    Last last = threads.get(sample.nativeId());
    if (last == null) {
      thread(new ThreadInfo(sample.pid(), sample.nativeId(), 0, ""));
      last = threads.get(sample.nativeId());
    }
    if (last == null) {
      throw new IllegalStateException("thread " + sample.nativeId() + " was not kept");
    }
    if (fullest() > Hc.MOST_ENTRIES / 2 || dictionaryCharacters > Hc.MOST_CHARACTERS / 2) {
      forget();
    }
    int node = node(sample.stack());
    int activity = number(activities, sample.activity(), this::tellActivity);
    boolean timed = sample.nanos() != session.periodNanos();
    boolean tagged = !sample.tags().values().isEmpty();
    int tagNumber = tagged ? number(tags, sample.tags(), this::tellTags) : 0;
    int flags =
        (sample.holdsGil() ? Hc.HOLDS_GIL : 0)
            | (sample.exactness() == Exactness.APPROXIMATE ? Hc.APPROXIMATE : 0)
            | (timed ? Hc.TIMED : 0)
            | (tagged ? Hc.TAGGED : 0);
    long startMicros = sample.startNanos() / 1000;
    boolean alike =
        activity == last.activity && flags == last.flags && (!tagged || tagNumber == last.tags);
    int kind = !alike ? Hc.SAMPLE : node != last.node || timed ? Hc.OTHER_STACK : Hc.AGAIN;
    block.number((long) last.index << 2 | kind);
    block.signed(startMicros - last.startMicros - periodMicros);
    if (kind != Hc.AGAIN) {
      block.number(node);
    }
    if (kind == Hc.SAMPLE) {
      block.number(activity);
      block.octet(flags);
      if (tagged) {
        block.number(tagNumber);
      }
    }
    if (timed) {
      block.number((sample.startNanos() + sample.nanos()) / 1000 - startMicros);
    }
    last.startMicros = startMicros;
    last.node = node;
    last.activity = activity;
    last.flags = flags;
    last.tags = tagNumber;
    long end = sample.startNanos() + sample.nanos();
    if (block.size() >= Hc.BLOCK_BYTES || end - blockStartNanos >= BLOCK_NANOS) {
      blockStartNanos = end;
      closeBlock();
    }
  }

  private interface Teller<T> {
    void tell(T value);
  }

  private <T> int number(Map<T, Integer> dictionary, T value, Teller<T> teller) {
    Integer known = dictionary.get(value);
    if (known != null) {
      return known;
    }
    teller.tell(value);
    int number = dictionary.size();
    dictionary.put(value, number);
    return number;
  }

  private int node(Stack stack) {
    return stacks.of(stack, this::tellNodes);
  }

  private int tellNodes(Stack stack) {
    int node = 0;
    List<Frame> path = stack.frames();
    for (int i = path.size() - 1; i >= 0; i--) {
      int frame = number(frames, path.get(i), this::tellFrame);
      Edge edge = new Edge(node, frame);
      Integer next = nodes.get(edge);
      if (next == null) {
        head(Hc.NODE);
        block.number(node);
        block.number(frame);
        next = nodes.size() + 1;
        nodes.put(edge, next);
      }
      node = next;
      closeFullBlock();
    }
    return node;
  }

  /// Entries of the largest dictionary.
  private int fullest() {
    return IntStream.of(strings.size(), frames.size(), nodes.size(), activities.size(), tags.size())
        .max()
        .orElseThrow();
  }

  private int string(String text) {
    return number(
        strings,
        text,
        value -> {
          head(Hc.STRING);
          block.text(value);
          dictionaryCharacters += value.length();
          closeFullBlock();
        });
  }

  private void tellFrame(Frame frame) {
    int function = string(frame.function());
    int file = string(frame.file());
    int shortFile = string(frame.shortFile());
    head(Hc.FRAME);
    block.number(function);
    block.number(file);
    block.number(shortFile);
    block.number(Math.max(0, frame.firstLine()));
    block.number(Math.max(0, frame.line()));
    block.number(Math.max(0, frame.endLine()));
    block.number(frame.column() + 1L);
    block.number(frame.endColumn() + 1L);
  }

  private void tellActivity(Activity activity) {
    WaitReason reason =
        activity instanceof Activity.Waiting(WaitReason why) ? why : WaitReason.UNKNOWN;
    int kind = string(reason.kind().name());
    int detail = string(reason.detail());
    head(Hc.ACTIVITY);
    block.number(
        switch (activity) {
          case Activity.Unknown() -> 0;
          case Activity.OnCpu() -> 1;
          case Activity.Queued() -> 2;
          case Activity.WaitingForGil() -> 3;
          case Activity.Waiting(WaitReason _) -> 4;
        });
    block.number(kind);
    block.number(detail);
  }

  private void tellTags(Tags all) {
    List<Map.Entry<String, String>> entries =
        all.values().entrySet().stream().limit(Hc.MOST_TAGS).toList();
    int[] numbers = new int[entries.size() * 2];
    for (int i = 0; i < entries.size(); i++) {
      numbers[2 * i] = string(entries.get(i).getKey());
      numbers[2 * i + 1] = string(entries.get(i).getValue());
    }
    head(Hc.TAGS);
    block.number(entries.size());
    for (int number : numbers) {
      block.number(number);
    }
  }

  private void forget() {
    head(Hc.FORGET);
    strings.clear();
    frames.clear();
    nodes.clear();
    stacks.clear();
    activities.clear();
    tags.clear();
    dictionaryCharacters = 0;
    for (Last last : threads.values()) {
      last.node = -1;
      last.activity = -1;
    }
  }

  @Override
  public void end(Outcome outcome) {
    head(Hc.OUTCOME);
    block.number(outcome.duration().toNanos() / 1000);
    block.number(outcome.losses().exact());
    block.number(outcome.losses().approximate());
    block.number(outcome.losses().lost());
    block.number(outcome.losses().late());
    block.number(outcome.losses().cut());
    block.number(outcome.cost().held().toNanos());
    block.number(outcome.cost().cpu().toNanos());
    block.number(outcome.cost().kernelCpu().toNanos());
    block.text(outcome.end());
    closeBlock();
  }

  private void closeFullBlock() {
    if (block.size() >= Hc.BLOCK_BYTES) {
      closeBlock();
    }
  }

  private void closeBlock() {
    if (block.size() == 0) {
      return;
    }
    deflater.reset();
    deflater.setInput(block.array(), 0, block.size());
    deflater.finish();
    int length = 8;
    while (!deflater.finished()) {
      if (length == deflated.length) {
        deflated = java.util.Arrays.copyOf(deflated, length * 2);
      }
      length += deflater.deflate(deflated, length, deflated.length - length);
    }
    check.reset();
    check.update(deflated, 8, length - 8);
    put(0, length - 8);
    put(4, (int) check.getValue());
    try {
      out.write(deflated, 0, length);
      out.flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    written += length;
    block.clear();
  }

  private void put(int at, int value) {
    for (int i = 0; i < 4; i++) {
      deflated[at + i] = (byte) (value >>> (8 * i));
    }
  }

  /// Bytes written so far.
  public long written() {
    return written;
  }

  /// Writes what is left; the stream stays open.
  @Override
  public void close() {
    closeBlock();
    deflater.end();
  }
}
