package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a process has in its memory, its reader throws nothing but what it declares, comes to
/// an end, and keeps little. Each round is named by its seed.
final class HostileMemoryTest {
  private static final int ROUNDS = 60;

  static IntStream minors() {
    return IntStream.rangeClosed(6, 15);
  }

  /// The layout of a version; from 3.13 on as a process would say it, with fields where they could
  /// be.
  private static Layout layout(int minor) {
    PythonVersion version = new PythonVersion(3, minor, 0, "", false);
    if (minor < 13) {
      return Layout.of(version, Offsets.ofTable(version));
    }
    ByteBuffer debug = ByteBuffer.allocate(Offsets.DEBUG_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(minor);
    for (int at = 0; at + 8 <= debug.capacity(); at += 8) {
      debug.putLong(at, 8L * (1 + random.nextInt(24)));
    }
    return Layout.of(version, Offsets.ofDebug(version, debug).orElseThrow());
  }

  private interface Attempt {
    void run() throws UnmappedAddress;
  }

  /// @throws AssertionError with the seed if anything but the declared error comes out
  private static void attempt(String what, int minor, long seed, Attempt attempt) {
    try {
      attempt.run();
    } catch (UnmappedAddress declared) {
      assertThat(declared.getMessage()).startsWith("address 0x");
    } catch (RuntimeException | Error undeclared) {
      throw new AssertionError(what + ", 3." + minor + ", seed " + seed, undeclared);
    }
  }

  @ParameterizedTest
  @MethodSource("minors")
  void objectsOfAnyBytesAreReadOrCalledUnreadable(int minor) {
    Layout layout = layout(minor);
    AtomicInteger readable = new AtomicInteger();
    for (long seed = 0; seed < ROUNDS; seed++) {
      try (Arena arena = Arena.ofConfined()) {
        Random random = new Random(seed);
        WildMemory memory = new WildMemory(seed);
        Types types = new Types(memory, layout, random);
        Values values = new Values(memory, layout, arena);
        for (int i = 0; i < 200; i++) {
          long object = types.object();
          attempt(
              "value at 0x" + Long.toHexString(object),
              minor,
              seed,
              () -> {
                String text = values.textOfVariable(object, ValueLimits.LONG);
                assertThat(text.length()).isLessThanOrEqualTo(ValueLimits.LONG.characters());
                readable.addAndGet(text.equals(Values.UNREADABLE) ? 0 : 1);
              });
        }
      }
    }
    assertThat(readable.get()).as("values that looked like ones").isGreaterThan(ROUNDS * 40);
  }

  @ParameterizedTest
  @MethodSource("minors")
  void dictsAndStringsAndNamesOfAnyBytesAreBounded(int minor) {
    Layout layout = layout(minor);
    for (long seed = 0; seed < ROUNDS; seed++) {
      try (Arena arena = Arena.ofConfined()) {
        Random random = new Random(seed);
        Peek peek = new Peek(new WildMemory(seed), arena);
        Dicts dicts = new Dicts(peek, layout);
        Strings strings = new Strings(peek, layout);
        CodeObjects codes = new CodeObjects(peek, layout, UnaryOperator.identity(), arena);
        for (int i = 0; i < 50; i++) {
          long at = WildMemory.address(random);
          attempt("dict", minor, seed, () -> assertThat(dicts.items(at, 100)).hasSizeLessThan(101));
          attempt("look-up", minor, seed, () -> dicts.value(at, "threading", 1000));
          attempt("attributes", minor, seed, () -> dicts.attributes(at, 64));
          attempt(
              "string", minor, seed, () -> assertThat(strings.read(at, 64)).hasSizeLessThan(129));
          attempt("code", minor, seed, () -> codes.frame(at, WildMemory.word(random)));
          attempt("names", minor, seed, () -> new ThreadNames(peek, layout).read(at));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("minors")
  void copiesOfAnyBytesAreStacksOrTorn(int minor) {
    Layout layout = layout(minor);
    for (long seed = 0; seed < ROUNDS; seed++) {
      try (Arena arena = Arena.ofConfined()) {
        Random random = new Random(seed);
        WildMemory memory = new WildMemory(seed);
        Peek peek = new Peek(memory, arena);
        StackParser parser =
            new StackParser(layout, new CodeObjects(peek, layout, UnaryOperator.identity(), arena));
        LocalsReader locals = new LocalsReader(memory, layout, arena);
        for (int i = 0; i < 50; i++) {
          Snapshot snapshot = copy(memory, random, arena);
          attempt("stack", minor, seed, () -> parser.parse(snapshot));
          attempt(
              "locals",
              minor,
              seed,
              () -> assertThat(locals.read(snapshot, ValueLimits.SHORT)).hasSizeLessThan(2049));
        }
      }
    }
  }

  /// A few ranges of the memory, or of what it is not.
  private static Snapshot copy(WildMemory memory, Random random, Arena arena) {
    int size = 4096;
    MemorySegment bytes = arena.allocate(4L * size);
    Snapshot snapshot = new Snapshot();
    snapshot.begin(bytes, WildMemory.word(random));
    for (int i = 0; i < 4; i++) {
      long address = WildMemory.address(random) & -8;
      try {
        memory.read(address, bytes.asSlice((long) i * size, size));
      } catch (UnmappedAddress outside) {
        address = WildMemory.word(random);
      }
      snapshot.add(
          address, (long) i * size, random.nextInt(8) == 0 ? WildMemory.word(random) : size);
      if (random.nextInt(3) == 0) {
        snapshot.begin(bytes, address + 8L * random.nextInt(64));
        snapshot.add(address, (long) i * size, size);
      }
    }
    return snapshot;
  }

  @Test
  void aListOfOffsetsOfAnyNumbersIsALayoutOrNone() {
    for (int minor = 13; minor <= 15; minor++) {
      PythonVersion version = new PythonVersion(3, minor, 0, "", false);
      for (long seed = 0; seed < 1000; seed++) {
        Random random = new Random(seed);
        ByteBuffer debug = ByteBuffer.allocate(Offsets.DEBUG_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 8 <= debug.capacity(); at += 8) {
          debug.putLong(
              at, random.nextInt(20) == 0 ? WildMemory.word(random) : random.nextInt(512));
        }
        int of = minor;
        attempt(
            "offsets",
            minor,
            seed,
            () -> {
              Optional<Layout> layout =
                  Offsets.ofDebug(version, debug).map(offsets -> Layout.of(version, offsets));
              layout.ifPresent(some -> assertThat(some.version().minor()).isEqualTo(of));
            });
      }
    }
  }

  @Test
  void lineTablesOfAnyBytesHaveAnEnd() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] table = new byte[random.nextInt(200)];
      random.nextBytes(table);
      PythonVersion version = new PythonVersion(3, 6 + random.nextInt(10), 0, "", false);
      int instruction = random.nextBoolean() ? random.nextInt() : random.nextInt(200);
      attempt(
          "line table",
          version.minor(),
          seed,
          () -> assertThat(LineTable.find(version, table, 1, instruction)).isNotNull());
    }
  }

  /// Objects of the types that readers know, with anything inside.
  private static final class Types {
    private static final List<String> NAMES =
        List.of(
            "int",
            "bool",
            "float",
            "complex",
            "str",
            "bytes",
            "bytearray",
            "list",
            "tuple",
            "dict",
            "set",
            "frozenset",
            "range",
            "collections.deque",
            "datetime.datetime",
            "datetime.date",
            "datetime.time",
            "datetime.timedelta",
            "datetime.timezone",
            "zoneinfo.ZoneInfo",
            "decimal.Decimal",
            "UUID",
            "Enum",
            "function",
            "method",
            "module",
            "member_descriptor",
            "cell",
            "Order",
            "ValueError",
            "code",
            "type");

    private final WildMemory memory;
    private final Offsets at;
    private final Random random;
    private final List<Long> types = new ArrayList<>();

    Types(WildMemory memory, Layout layout, Random random) {
      this.memory = memory;
      this.at = layout.offsets();
      this.random = random;
      long place = WildMemory.START + 4096;
      long meta = type("type", place, place);
      for (String name : NAMES) {
        place += 1024;
        types.add(type(name, place, meta));
      }
      for (int i = 0; i < 2000; i++) {
        memory.put(
            (WildMemory.START + 65_536 + 64L * random.nextInt(12_000)) + at.at("object.type"),
            types.get(random.nextInt(types.size())));
      }
    }

    private long type(String name, long place, long meta) {
      int subclass =
          switch (name) {
            case "int", "bool" -> 24;
            case "list" -> 25;
            case "tuple" -> 26;
            case "bytes" -> 27;
            case "str" -> 28;
            case "dict" -> 29;
            case "ValueError" -> 30;
            case "type" -> 31;
            default -> 40;
          };
      long managed = random.nextInt(4) == 0 ? 1 << 4 | 1 << 2 : 0;
      memory.put(place + at.at("type.flags"), 1L << subclass | random.nextInt(2) << 9 | managed);
      memory.put(place + at.at("type.basicSize"), random.nextInt(200));
      if (random.nextInt(4) != 0) {
        memory.put(place + at.at("type.mro"), 0); // else whatever is there
      }
      memory.put(place + at.at("type.name"), place + 960);
      memory.put(place + at.at("object.type"), meta);
      memory.put(place + 960, (name + "\0").getBytes(StandardCharsets.US_ASCII));
      return place;
    }

    long object() {
      long object = WildMemory.address(random);
      if (random.nextInt(8) != 0 && object < WildMemory.START + (1 << 20) - 64) {
        memory.put(object + at.at("object.type"), types.get(random.nextInt(types.size())));
      }
      return object;
    }
  }
}
