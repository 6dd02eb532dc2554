package dev.hotclub.server.ingest;

import dev.hotclub.codec.otlp.OtlpReplies;
import dev.hotclub.codec.otlp.OtlpReplies.Encoding;
import dev.hotclub.codec.otlp.OtlpReplies.Signal;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.ZipException;

/// OTLP over gRPC: three unary calls, each a POST over HTTP/2 whose body is one message after five
/// bytes (packed or not, length) and whose outcome stands in trailers (gRPC's `PROTOCOL-HTTP2.md`).
public final class OtlpGrpc {
  private static final String PACKAGE = "/opentelemetry.proto.collector.";

  private static final HeaderName STATUS = HeaderNames.create("grpc-status");
  private static final HeaderName MESSAGE = HeaderNames.create("grpc-message");
  private static final HeaderName DETAILS = HeaderNames.create("grpc-status-details-bin");
  private static final HeaderName PACKING = HeaderNames.create("grpc-encoding");
  private static final HeaderName ACCEPTED = HeaderNames.create("grpc-accept-encoding");

  private static final int OK = 0;
  private static final int INVALID_ARGUMENT = 3;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private static final int PREFIX_BYTES = 5;

  private final Signals signals;
  private final IngestToken token;
  private final IngestLimits limits;
  private final IngestCounts counts;

  public OtlpGrpc(Intake intake, IngestToken token, IngestLimits limits) {
    signals = new Signals(intake);
    this.token = token;
    this.limits = limits;
    counts = intake.counts();
  }

  public void register(HttpRouting.Builder routing) {
    routing
        .post(PACKAGE + "trace.v1.TraceService/Export", (in, out) -> answer(Signal.TRACES, in, out))
        .post(
            PACKAGE + "metrics.v1.MetricsService/Export",
            (in, out) -> answer(Signal.METRICS, in, out))
        .post(PACKAGE + "logs.v1.LogsService/Export", (in, out) -> answer(Signal.LOGS, in, out));
  }

  private void answer(Signal signal, ServerRequest request, ServerResponse response) {
    response.header(HeaderNames.CONTENT_TYPE, "application/grpc").header(ACCEPTED, "identity,gzip");
    if (!OtlpHttp.header(request, HeaderNames.CONTENT_TYPE).startsWith("application/grpc")) {
      refuse(response, INVALID_ARGUMENT, "this is an address of gRPC");
      return;
    }
    if (!token.allows(OtlpHttp.header(request, HeaderNames.AUTHORIZATION))) {
      counts.forbidden.increment();
      refuse(response, UNAUTHENTICATED, "the ingest token is missing or wrong");
      return;
    }
    String packing = OtlpHttp.header(request, PACKING);
    if (!packing.isEmpty() && !packing.equals("identity") && !packing.equals("gzip")) {
      refuse(response, UNIMPLEMENTED, "a message is packed with gzip or not at all");
      return;
    }
    Signals.Outcome outcome =
        signals.take(
            signal, Encoding.PROTOBUF, body -> read(request.content().inputStream(), body));
    send(response, signal, outcome);
  }

  private void read(InputStream in, Body body) throws IOException, Busy, TooLarge {
    byte[] prefix = in.readNBytes(PREFIX_BYTES);
    if (prefix.length < PREFIX_BYTES) {
      throw new EOFException("a call without a message");
    }
    long length = 0;
    for (int i = 1; i < PREFIX_BYTES; i++) {
      length = length << 8 | prefix[i] & 0xFF;
    }
    if (prefix[0] == 0) {
      body.read(in, length, limits.messageBytes());
    } else if (prefix[0] == 1) {
      body.readGzip(in, limits.messageBytes());
    } else {
      throw new ZipException("the first byte of a message is 0 or 1, this is " + prefix[0]);
    }
    if (prefix[0] == 0 && body.length() != length) {
      throw new EOFException(length + " bytes are announced, " + body.length() + " came");
    }
  }

  private static void send(ServerResponse response, Signal signal, Signals.Outcome outcome) {
    switch (outcome) {
      case Signals.Outcome.Taken(long rejected, String message) -> {
        byte[] reply = OtlpReplies.taken(Encoding.PROTOBUF, signal, rejected, message);
        byte[] framed = new byte[PREFIX_BYTES + reply.length];
        for (int i = 0; i < 4; i++) {
          framed[1 + i] = (byte) (reply.length >>> 8 * (3 - i));
        }
        System.arraycopy(reply, 0, framed, PREFIX_BYTES, reply.length);
        response.header(HeaderNames.TRAILER, STATUS.lowerCase());
        ServerResponseTrailers trailers = response.trailers();
        trailers.set(STATUS, Integer.toString(OK));
        response.send(framed);
      }
      case Signals.Outcome.Malformed(String message) -> refuse(response, INVALID_ARGUMENT, message);
      case Signals.Outcome.Large(String message) -> refuse(response, RESOURCE_EXHAUSTED, message);
      case Signals.Outcome.Later(String message, long seconds) -> later(response, message, seconds);
      case Signals.Outcome.Failed(String message) -> later(response, message, 5);
    }
  }

  /// A client sends again what was `UNAVAILABLE`, after the time that the details say.
  private static void later(ServerResponse response, String message, long seconds) {
    byte[] details = OtlpReplies.retry(UNAVAILABLE, message, seconds);
    response.header(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(details));
    refuse(response, UNAVAILABLE, message);
  }

  /// Headers that are the trailers too ("Trailers-Only").
  private static void refuse(ServerResponse response, int code, String message) {
    response.header(STATUS, Integer.toString(code)).header(MESSAGE, percentEncoded(message));
    response.send();
  }

  /// gRPC wants printable ASCII.
  private static String percentEncoded(String message) {
    StringBuilder out = new StringBuilder();
    for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
      if (each >= 0x20 && each < 0x7F && each != '%') {
        out.append((char) each);
      } else {
        out.append('%').append(java.util.HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return out.toString();
  }
}
