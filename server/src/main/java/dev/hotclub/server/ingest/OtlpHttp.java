package dev.hotclub.server.ingest;

import dev.hotclub.codec.otlp.OtlpReplies;
import dev.hotclub.codec.otlp.OtlpReplies.Encoding;
import dev.hotclub.codec.otlp.OtlpReplies.Signal;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.util.Locale;

/// OTLP over HTTP: `POST /v1/traces`, `/v1/metrics`, `/v1/logs`, protobuf or JSON, gzip or not
/// (OTLP specification 1.9, "OTLP/HTTP").
public final class OtlpHttp {
  private static final int INVALID_ARGUMENT = 3;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private final Signals signals;
  private final IngestToken token;
  private final IngestLimits limits;
  private final IngestCounts counts;

  public OtlpHttp(Intake intake, IngestToken token, IngestLimits limits) {
    signals = new Signals(intake);
    this.token = token;
    this.limits = limits;
    counts = intake.counts();
  }

  public void register(HttpRouting.Builder routing) {
    routing
        .post("/v1/traces", (request, response) -> answer(Signal.TRACES, request, response))
        .post("/v1/metrics", (request, response) -> answer(Signal.METRICS, request, response))
        .post("/v1/logs", (request, response) -> answer(Signal.LOGS, request, response));
  }

  private void answer(Signal signal, ServerRequest request, ServerResponse response) {
    String type = header(request, HeaderNames.CONTENT_TYPE).toLowerCase(Locale.ROOT);
    Encoding encoding = type.startsWith("application/json") ? Encoding.JSON : Encoding.PROTOBUF;
    if (!token.allows(header(request, HeaderNames.AUTHORIZATION))) {
      counts.forbidden.increment();
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
      refuse(
          response,
          encoding,
          Status.UNAUTHORIZED_401,
          UNAUTHENTICATED,
          "the ingest token is missing or wrong");
      return;
    }
    if (encoding == Encoding.PROTOBUF && !type.startsWith("application/x-protobuf")) {
      refuse(
          response,
          encoding,
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          INVALID_ARGUMENT,
          "a message is application/x-protobuf or application/json");
      return;
    }
    String packing = header(request, HeaderNames.CONTENT_ENCODING).toLowerCase(Locale.ROOT);
    if (!packing.isEmpty() && !packing.equals("gzip") && !packing.equals("identity")) {
      refuse(
          response,
          encoding,
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          INVALID_ARGUMENT,
          "a message is packed with gzip or not at all");
      return;
    }
    Signals.Outcome outcome =
        signals.take(
            signal,
            encoding,
            body -> {
              InputStream in = request.content().inputStream();
              if (packing.equals("gzip")) {
                body.readGzip(in, limits.messageBytes());
              } else {
                body.read(in, request.headers().contentLength().orElse(-1), limits.messageBytes());
              }
            });
    send(response, encoding, signal, outcome);
  }

  private static void send(
      ServerResponse response, Encoding encoding, Signal signal, Signals.Outcome outcome) {
    switch (outcome) {
      case Signals.Outcome.Taken(long rejected, String message) ->
          body(response, encoding, OtlpReplies.taken(encoding, signal, rejected, message));
      case Signals.Outcome.Malformed(String message) ->
          refuse(response, encoding, Status.BAD_REQUEST_400, INVALID_ARGUMENT, message);
      case Signals.Outcome.Large(String message) ->
          refuse(
              response, encoding, Status.REQUEST_ENTITY_TOO_LARGE_413, RESOURCE_EXHAUSTED, message);
      case Signals.Outcome.Later(String message, long seconds) -> {
        response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds));
        refuse(response, encoding, Status.TOO_MANY_REQUESTS_429, UNAVAILABLE, message);
      }
      case Signals.Outcome.Failed(String message) -> {
        response.header(HeaderNames.RETRY_AFTER, "5");
        refuse(response, encoding, Status.SERVICE_UNAVAILABLE_503, UNAVAILABLE, message);
      }
    }
  }

  /// The rest of a body that was not read must not be taken for the next request.
  private static void refuse(
      ServerResponse response, Encoding encoding, Status status, int code, String message) {
    response.status(status).header(HeaderValues.CONNECTION_CLOSE);
    body(response, encoding, OtlpReplies.refused(encoding, code, message));
  }

  private static void body(ServerResponse response, Encoding encoding, byte[] bytes) {
    response.header(
        HeaderNames.CONTENT_TYPE,
        switch (encoding) {
          case PROTOBUF -> "application/x-protobuf";
          case JSON -> "application/json";
        });
    response.send(bytes);
  }

  static String header(ServerRequest request, io.helidon.http.HeaderName name) {
    return request.headers().first(name).orElse("");
  }
}
