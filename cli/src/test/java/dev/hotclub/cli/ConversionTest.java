package dev.hotclub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.codec.hc.HcReader;
import dev.hotclub.codec.hc.HcWriter;
import dev.hotclub.model.Activity;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConversionTest {
  @TempDir private Path folder;

  private Path recording(int samples) throws IOException {
    Session session = new Session(Instant.EPOCH, 100, Reader.LOOK, "hotclub 0.1.0");
    Path file = folder.resolve("run.hc");
    try (OutputStream out = Files.newOutputStream(file);
        HcWriter writer = new HcWriter(out, session)) {
      writer.thread(new ThreadInfo(7, 7, 0, "MainThread"));
      for (int i = 0; i < samples; i++) {
        writer.sample(
            new Sample(
                i * session.periodNanos(),
                session.periodNanos(),
                7,
                7,
                new Stack(List.of(Frame.of("checkout", "/srv/views.py", 3))),
                new Activity.OnCpu(),
                true,
                Exactness.EXACT,
                Tags.NONE));
      }
      writer.end(
          new Outcome(
              Duration.ofSeconds(1), new Losses(samples, 0, 0, 0, 0), Cost.NONE, "interrupted"));
    }
    return file;
  }

  private byte[] converted(int samples, Format format) throws IOException {
    Path file = recording(samples);
    HcReader reader = new HcReader(() -> Files.newInputStream(file));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Conversion(reader, file, View.PLAIN, format).write(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void aRecordingBecomesEveryFormat(Format format) throws IOException {
    assertThat(converted(5, format)).hasSizeGreaterThan(converted(0, format).length);
  }
}
