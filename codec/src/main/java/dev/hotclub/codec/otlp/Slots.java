package dev.hotclub.codec.otlp;

import dev.hotclub.model.trace.Attributes;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Site;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes of one thing: where in the message the values of known ones stand, and a copy of
/// the others. A value is decoded when it is asked for; what nobody asks for goes to the others.
final class Slots {
  /// Of one thing; OpenTelemetry's SDKs stop at 128.
  private static final int MOST = 1_000;

  /// Of attributes that no field takes, of one thing.
  private static final int MOST_OTHER_BYTES = 64 << 10;

  /// The tag of `Span.attributes`, which every kept attribute has.
  private static final byte ATTRIBUTES = 9 << 3 | ProtoReader.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int STRING = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;
  private static final int RAW = 7;

  private final KeyTable table;
  private final Texts texts;
  private final int[] generations = new int[Key.values().length];
  private final boolean[] taken = new boolean[generations.length];
  private final int[] types = new int[generations.length];
  private final long[] numbers = new long[generations.length];
  private final int[] starts = new int[generations.length];
  private final int[] ends = new int[generations.length];
  private final int[] wholeStarts = new int[generations.length];
  private final int[] wholeEnds = new int[generations.length];
  private final Key[] seen = new Key[generations.length];
  private int seenCount;
  private int generation;
  private int count;
  private byte[] others = new byte[1024];
  private int othersSize;
  private byte[] bytes = new byte[0];
  private long cut;

  Slots(KeyTable table, Texts texts) {
    this.table = table;
    this.texts = texts;
  }

  void clear(byte[] message) {
    bytes = message;
    generation++;
    count = 0;
    seenCount = 0;
    othersSize = 0;
  }

  /// Attributes that were left out since the last call, over all things.
  long cut() {
    long before = cut;
    cut = 0;
    return before;
  }

  /// Reads one `KeyValue`, from the length of its bytes on.
  void read(ProtoReader in) throws MalformedOtlp {
    int wholeFrom = in.at();
    int outer = in.open();
    if (++count > MOST) {
      cut++;
      in.close(outer);
      return;
    }
    int keyFrom = 0;
    int keyTo = 0;
    int type = 0;
    long number = 0;
    int from = 0;
    int to = 0;
    while (in.more()) {
      int tag = in.tag();
      if (tag == (1 << 3 | ProtoReader.BYTES)) {
        int within = in.open();
        keyFrom = in.at();
        keyTo = keyFrom + in.left();
        in.close(within);
      } else if (tag == (2 << 3 | ProtoReader.BYTES)) {
        int within = in.open();
        type = 0;
        while (in.more()) {
          int member = in.tag();
          type = member >>> 3;
          switch (member) {
            case STRING << 3 | ProtoReader.BYTES, RAW << 3 | ProtoReader.BYTES -> {
              int run = in.open();
              from = in.at();
              to = from + in.left();
              in.close(run);
            }
            case BOOL << 3 | ProtoReader.VARINT, INT << 3 | ProtoReader.VARINT ->
                number = in.varint();
            case DOUBLE << 3 | ProtoReader.FIXED64 -> number = in.fixed64();
            default -> {
              in.skip(member);
              type = 0;
            }
          }
        }
        in.close(within);
      } else {
        in.skip(tag);
      }
    }
    in.close(outer);
    Key key = table.of(bytes, keyFrom, keyTo);
    if (key == null || type == 0) {
      keepOther(wholeFrom, in.at());
      return;
    }
    int at = key.slot();
    if (generations[at] != generation) {
      seen[seenCount++] = key;
    }
    generations[at] = generation;
    taken[at] = false;
    types[at] = type;
    numbers[at] = number;
    starts[at] = from;
    ends[at] = to;
    wholeStarts[at] = wholeFrom;
    wholeEnds[at] = in.at();
  }

  /// @param from the length's place, behind the tag
  private void keepOther(int from, int to) {
    int length = to - from;
    if (othersSize + length + 1 > MOST_OTHER_BYTES) {
      cut++;
      return;
    }
    if (othersSize + length + 1 > others.length) {
      others = Arrays.copyOf(others, Math.max(others.length * 2, othersSize + length + 1));
    }
    others[othersSize++] = ATTRIBUTES;
    System.arraycopy(bytes, from, others, othersSize, length);
    othersSize += length;
  }

  /// What has not been asked for. To be called last.
  Attributes others() throws MalformedOtlp {
    for (int i = 0; i < seenCount; i++) {
      int at = seen[i].slot();
      if (!taken[at]) {
        keepOther(wholeStarts[at], wholeEnds[at]);
      }
    }
    return texts.attributes(others, othersSize);
  }

  /// Whether it is there; asking this does not take it.
  boolean has(Key key) {
    return generations[key.slot()] == generation;
  }

  /// Takes it, although no field needs its value.
  void drop(Key key) {
    taken[key.slot()] = true;
  }

  private int take(Key key, int first, int second) {
    int at = key.slot();
    if (generations[at] != generation || (types[at] != first && types[at] != second)) {
      return -1;
    }
    taken[at] = true;
    return at;
  }

  /// Empty if it is not there.
  String text(Key key) throws MalformedOtlp {
    int at = take(key, STRING, INT);
    if (at < 0) {
      return "";
    }
    return types[at] == INT ? Long.toString(numbers[at]) : texts.text(bytes, starts[at], ends[at]);
  }

  long number(Key key, long absent) throws MalformedOtlp {
    int at = take(key, INT, STRING);
    if (at >= 0) {
      return types[at] == INT
          ? numbers[at]
          : Texts.whole(texts.text(bytes, starts[at], ends[at]), absent);
    }
    at = take(key, DOUBLE, BOOL);
    if (at >= 0) {
      return types[at] == BOOL ? numbers[at] : (long) Double.longBitsToDouble(numbers[at]);
    }
    return absent;
  }

  int count(Key key, int absent) throws MalformedOtlp {
    return Math.clamp(number(key, absent), -1, Integer.MAX_VALUE);
  }

  double real(Key key, double absent) {
    int at = take(key, DOUBLE, INT);
    if (at < 0) {
      return absent;
    }
    return types[at] == INT ? numbers[at] : Double.longBitsToDouble(numbers[at]);
  }

  /// A text `true` counts too: some senders have nothing but texts.
  boolean flag(Key key) throws MalformedOtlp {
    int at = take(key, BOOL, STRING);
    if (at < 0) {
      return false;
    }
    return types[at] == BOOL
        ? numbers[at] != 0
        : "true".equalsIgnoreCase(texts.text(bytes, starts[at], ends[at]));
  }

  /// Eight bytes each.
  Hashes hashes(Key key, int most) {
    int at = take(key, RAW, RAW);
    if (at < 0 || ends[at] - starts[at] < 8) {
      return Hashes.NONE;
    }
    long[] values = new long[Math.min(most, (ends[at] - starts[at]) / 8)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) LONG.get(bytes, starts[at] + 8 * i);
    }
    return Hashes.of(values);
  }

  Site site(Key key) throws MalformedOtlp {
    int at = take(key, STRING, STRING);
    return at < 0 ? Site.NOWHERE : texts.site(bytes, starts[at], ends[at]);
  }

  Site place(Key key) throws MalformedOtlp {
    int at = take(key, STRING, STRING);
    return at < 0 ? Site.NOWHERE : texts.place(bytes, starts[at], ends[at]);
  }

  List<Site> stack(Key key) throws MalformedOtlp {
    int at = take(key, STRING, STRING);
    return at < 0 ? List.of() : texts.stack(bytes, starts[at], ends[at]);
  }

  List<String> list(Key key) throws MalformedOtlp {
    int at = take(key, STRING, STRING);
    return at < 0 ? List.of() : texts.list(bytes, starts[at], ends[at]);
  }

  /// The frames of a traceback in Python's words.
  @Nullable List<Site> traceback(Key key) {
    int at = take(key, STRING, STRING);
    return at < 0 ? null : Texts.traceback(Texts.string(bytes, starts[at], ends[at]));
  }
}
