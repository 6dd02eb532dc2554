package dev.hotclub.server.ingest;

import dev.hotclub.codec.otlp.MalformedOtlp;
import dev.hotclub.codec.otlp.OtlpReplies.Encoding;
import dev.hotclub.codec.otlp.OtlpReplies.Signal;
import java.io.IOException;
import java.util.zip.ZipException;

/// One signal's message from a body to an answer, the same over HTTP and gRPC.
final class Signals {
  private final Intake intake;

  Signals(Intake intake) {
    this.intake = intake;
  }

  /// What to answer, before it is put into a protocol's words.
  sealed interface Outcome {
    /// Durable.
    ///
    /// @param rejected some of it was not
    record Taken(long rejected, String message) implements Outcome {}

    /// The sender's fault: it is not to come again with this.
    record Malformed(String message) implements Outcome {}

    /// Larger than is taken.
    record Large(String message) implements Outcome {}

    /// To be sent again.
    record Later(String message, long seconds) implements Outcome {}

    /// Our fault: to be sent again.
    record Failed(String message) implements Outcome {}
  }

  /// Reads a body.
  @FunctionalInterface
  interface Reading {
    void into(Body body) throws IOException, Busy, TooLarge, MalformedOtlp;
  }

  Outcome take(Signal signal, Encoding encoding, Reading reading) {
    Body body = new Body(intake.gate());
    IngestCounts counts = intake.counts();
    try {
      reading.into(body);
    } catch (Busy busy) {
      body.release();
      return later(busy);
    } catch (TooLarge large) {
      body.release();
      counts.malformed.increment();
      return new Outcome.Large(words(large));
    } catch (MalformedOtlp | ZipException | java.io.EOFException wrong) {
      body.release();
      counts.malformed.increment();
      return new Outcome.Malformed("not unpacked: " + words(wrong));
    } catch (IOException gone) {
      body.release();
      return new Outcome.Malformed("the message ended early");
    }
    try {
      Intake.Taken taken = intake.take(signal, body.bytes(), body.length(), encoding);
      return new Outcome.Taken(taken.rejected(), taken.message());
    } catch (MalformedOtlp wrong) {
      counts.malformed.increment();
      return new Outcome.Malformed(words(wrong));
    } catch (Busy busy) {
      return later(busy);
    } catch (IOException failed) {
      counts.failed.increment();
      return new Outcome.Failed("could not be kept: " + failed.getMessage());
    } finally {
      body.release();
    }
  }

  private Outcome later(Busy busy) {
    intake.counts().refused.increment();
    return new Outcome.Later(words(busy), busy.retrySeconds());
  }

  private static String words(Exception exception) {
    String message = exception.getMessage();
    return message == null ? "the message ended early" : message;
  }
}
