package dev.hotclub.codec.hc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HcTest {
  private static final Session SESSION =
      new Session(Instant.EPOCH, 100, Reader.KERNEL, "hotclub 0.1.0");
  private static final long PERIOD = SESSION.periodNanos();
  private static final Outcome OUTCOME =
      new Outcome(Duration.ofSeconds(1), Losses.NONE, Cost.NONE, "duration reached");

  private static byte[] written(Session session, Telling telling) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HcWriter writer = new HcWriter(out, session)) {
      telling.tellTo(writer);
    }
    return out.toByteArray();
  }

  private static Telling read(byte[] file) throws IOException {
    Telling telling = new Telling();
    new HcReader(() -> new ByteArrayInputStream(file)).tell(telling);
    return telling;
  }

  private static Sample sample(long tick, Stack stack) {
    return new Sample(
        tick * PERIOD, PERIOD, 1, 1, stack, new Activity.OnCpu(), true, Exactness.EXACT, Tags.NONE);
  }

  private static Stack stack(int depth, int last) {
    List<Frame> frames = new ArrayList<>();
    frames.add(Frame.of("leaf", "/srv/app.py", last));
    for (int i = 1; i < depth; i++) {
      frames.add(Frame.of("f" + i, "/srv/app.py", i));
    }
    return new Stack(frames);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatIsWrittenIsRead(long seed) throws IOException {
    RandomRecording random = new RandomRecording(seed);
    Telling telling = random.events(2000);
    byte[] file = written(random.session(), telling);
    HcReader reader = new HcReader(() -> new ByteArrayInputStream(file));
    Telling told = new Telling();
    reader.tell(told);
    assertThat(reader.session()).isEqualTo(random.session());
    assertThat(told.events).isEqualTo(telling.events);
    assertThat(reader.loss()).isEmpty();
  }

  @Test
  void aRecordingCanBeToldTwice() throws IOException {
    Telling telling = new RandomRecording(13).events(300);
    byte[] file = written(SESSION, telling);
    HcReader reader = new HcReader(() -> new ByteArrayInputStream(file));
    Telling first = new Telling();
    Telling second = new Telling();
    reader.tell(first);
    reader.tell(second);
    assertThat(second.events).isEqualTo(first.events);
  }

  @Test
  void aFileCutAnywhereIsGoodUpToItsLastWholeBlockAndSaysSo() throws IOException {
    Telling telling = new Telling();
    telling.process(new ProcessInfo(1, 0, List.of("python"), "3.12.1"));
    telling.thread(new ThreadInfo(1, 1, 77, "MainThread"));
    for (int i = 0; i < 500; i++) {
      telling.sample(sample(i, stack(5, i % 7)));
    }
    telling.end(OUTCOME);
    byte[] file = written(SESSION, telling);
    int before = 0;
    for (int length = 0; length < file.length; length++) {
      byte[] part = java.util.Arrays.copyOf(file, length);
      try {
        HcReader reader = new HcReader(() -> new ByteArrayInputStream(part));
        Telling told = new Telling();
        reader.tell(told);
        int whole = told.events.size() - 1;
        assertThat(told.events.subList(0, whole)).isEqualTo(telling.events.subList(0, whole));
        assertThat(whole).isGreaterThanOrEqualTo(before);
        assertThat(reader.loss()).isPresent();
        assertThat(told.events.getLast()).isInstanceOf(Outcome.class);
        Outcome outcome = (Outcome) told.events.getLast();
        assertThat(Optional.of(outcome.end())).isEqualTo(reader.loss());
        assertThat(outcome.losses().kept()).isEqualTo(Math.max(0, whole - 2));
        before = whole;
      } catch (MalformedRecording early) {
        assertThat(before).withFailMessage("refused at %s bytes", length).isZero();
      }
    }
    // five seconds are six blocks: a cut file is not an empty one
    assertThat(before).isGreaterThan(400);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  @Timeout(120)
  void aFlippedBitLosesItsBlockAndWhatFollowsAndNothingElse(long seed) throws IOException {
    Telling telling = new RandomRecording(seed).events(1500);
    byte[] file = written(SESSION, telling);
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = file.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      HcReader reader;
      try {
        reader = new HcReader(() -> new ByteArrayInputStream(damaged));
      } catch (MalformedRecording refused) {
        assertThat(at).isLessThan(200);
        continue;
      }
      Telling told = new Telling();
      reader.tell(told);
      int whole = told.events.size() - 1;
      assertThat(told.events.subList(0, whole)).isEqualTo(telling.events.subList(0, whole));
      assertThat(reader.loss()).isPresent();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33, 34})
  @Timeout(120)
  void blocksWithWrongContentsAndRightChecksumsAreToldOrRefused(long seed) throws IOException {
    RandomRecording recording = new RandomRecording(seed);
    List<byte[]> blocks = Blocks.of(written(SESSION, recording.events(400)));
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      List<byte[]> changed = new ArrayList<>(blocks);
      int which = random.nextInt(blocks.size());
      byte[] block = blocks.get(which).clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        block[random.nextInt(block.length)] = (byte) random.nextInt(256);
      }
      changed.set(which, block);
      try {
        Telling told = read(Blocks.file(changed));
        assertThat(told.events.getLast()).isInstanceOf(Outcome.class);
      } catch (MalformedRecording refused) {
        assertThat(refused).hasMessageMatching("(?s)[^A-Z].*");
      }
    }
  }

  @Test
  void aBlockThatInflatesWithoutEndIsRefused() {
    List<byte[]> blocks = List.of(new byte[Hc.MOST_BLOCK_BYTES + 1]);
    assertThatThrownBy(() -> read(Blocks.file(blocks)))
        .isInstanceOf(MalformedRecording.class)
        .hasMessageContaining("a block of more than 1048576 bytes");
  }

  @Test
  void textsThatWouldFillTheMemoryAreRefused() throws IOException {
    List<byte[]> blocks = new ArrayList<>(Blocks.of(written(SESSION, new Telling())));
    byte[] texts = Blocks.texts(Hc.MOST_TEXT_BYTES, 15);
    // 70 MB of texts in a file of 80 KB
    for (int i = 0; i < 75; i++) {
      blocks.add(texts);
    }
    byte[] file = Blocks.file(blocks);
    assertThat(file.length).isLessThan(100_000);
    HcReader reader = new HcReader(() -> new ByteArrayInputStream(file));
    reader.tell(new Telling());
    assertThat(reader.loss()).hasValueSatisfying(loss -> assertThat(loss).contains("characters"));
  }

  @Test
  void anotherFileIsRefused() {
    assertThatThrownBy(
            () -> read("{\"a\": 1, \"b\": 2}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedRecording.class)
        .hasMessageContaining("not a Hotclub recording");
  }

  @Test
  void moreDistinctTagsThanADictionaryHoldsAreKept() throws IOException {
    Telling telling = new Telling();
    telling.thread(new ThreadInfo(1, 1, 0, ""));
    int count = Hc.MOST_ENTRIES + 1000;
    for (int i = 0; i < count; i++) {
      Sample plain = sample(i, stack(3, 1));
      telling.sample(
          new Sample(
              plain.startNanos(),
              PERIOD,
              1,
              1,
              plain.stack(),
              plain.activity(),
              true,
              Exactness.EXACT,
              new Tags(Map.of("url", "/product/" + i))));
    }
    telling.end(OUTCOME);
    assertThat(read(written(SESSION, telling)).events.equals(telling.events)).isTrue();
  }

  @Test
  void aThreadIdThatComesAgainInAnotherProcessBelongsToThat() throws IOException {
    Telling telling = new Telling();
    telling.thread(new ThreadInfo(1, 50, 7, "old"));
    telling.sample(at(0, 1));
    telling.thread(new ThreadInfo(2, 50, 8, "next"));
    telling.sample(at(1, 2));
    telling.end(OUTCOME);
    assertThat(read(written(SESSION, telling)).events).isEqualTo(telling.events);
  }

  private static Sample at(long tick, int pid) {
    return new Sample(
        tick * PERIOD,
        PERIOD,
        pid,
        50,
        stack(2, 1),
        new Activity.OnCpu(),
        false,
        Exactness.EXACT,
        Tags.NONE);
  }

  @Test
  void aCommandLongerThanABlockIsCutNotRefused() throws IOException {
    Telling telling = new Telling();
    telling.process(
        new ProcessInfo(1, 0, java.util.Collections.nCopies(3000, "x".repeat(50)), "3.12.1"));
    telling.end(OUTCOME);
    ProcessInfo process = (ProcessInfo) read(written(SESSION, telling)).events.getFirst();
    assertThat(process.command()).hasSizeBetween(500, 700);
  }

  @Test
  void aRepeatedSampleCostsAtMostThreeBytesAndLessWhenDeflated() throws IOException {
    Random jitter = new Random(5);
    Telling telling = new Telling();
    telling.thread(new ThreadInfo(1, 1, 0, "MainThread"));
    Stack stack = stack(40, 3);
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      Sample sample = sample(i, stack);
      // within 4 ms of its time, as a clock on a busy machine is
      telling.sample(
          new Sample(
              sample.startNanos() + jitter.nextInt(4000) * 1000L,
              PERIOD,
              1,
              1,
              stack,
              sample.activity(),
              true,
              Exactness.EXACT,
              Tags.NONE));
    }
    telling.end(OUTCOME);
    byte[] file = written(SESSION, telling);
    long inflated = Blocks.of(file).stream().mapToLong(block -> block.length).sum();
    assertThat((double) inflated / count).isBetween(2.0, 3.05);
    assertThat((double) file.length / count).isLessThan(3.05);
  }

  @Test
  void deepStacksThatAlwaysChangeAreKept() throws IOException {
    Telling telling = new Telling();
    telling.thread(new ThreadInfo(1, 1, 0, "MainThread"));
    // 5 million frames pass, more than are kept whole
    for (int i = 0; i < 500; i++) {
      telling.sample(sample(i, stack(10_000, i)));
    }
    telling.end(OUTCOME);
    byte[] file = written(SESSION, telling);
    List<Integer> depths = new ArrayList<>();
    new HcReader(() -> new ByteArrayInputStream(file))
        .tell(
            new Telling() {
              @Override
              public void sample(Sample sample) {
                depths.add(sample.stack().frames().getFirst().line());
              }
            });
    assertThat(depths).hasSize(500).last().isEqualTo(499);
  }
}
