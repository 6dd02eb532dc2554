package dev.hotclub.codec.otlp;

import dev.hotclub.codec.json.JsonWriter;
import dev.hotclub.codec.proto.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// What a receiver of OTLP answers, in the encoding of the request.
public final class OtlpReplies {
  private OtlpReplies() {}

  /// How a message is written down.
  public enum Encoding {
    PROTOBUF,
    JSON
  }

  /// What `rejected` counts: the three responses differ in nothing but that field's name in JSON.
  public enum Signal {
    TRACES("rejectedSpans"),
    METRICS("rejectedDataPoints"),
    LOGS("rejectedLogRecords");

    private final String rejectedName;

    Signal(String rejectedName) {
      this.rejectedName = rejectedName;
    }
  }

  /// `ExportTraceServiceResponse` and its like: everything was taken, or all but some.
  ///
  /// @param message why some were not, or a warning; empty if there is nothing to say
  public static byte[] taken(Encoding encoding, Signal signal, long rejected, String message) {
    boolean all = rejected == 0 && message.isEmpty();
    return switch (encoding) {
      case PROTOBUF ->
          all
              ? new byte[0]
              : new ProtoWriter()
                  .message(1, new ProtoWriter().number(1, rejected).text(2, message))
                  .toByteArray();
      case JSON ->
          all
              ? json(json -> {})
              : json(json ->
                  json.key("partialSuccess")
                      .object()
                      .key(signal.rejectedName)
                      .text(Long.toString(rejected))
                      .key("errorMessage")
                      .text(message)
                      .end());
    };
  }

  /// `google.rpc.Status`.
  ///
  /// @param code of gRPC
  public static byte[] refused(Encoding encoding, int code, String message) {
    return switch (encoding) {
      case PROTOBUF -> new ProtoWriter().number(1, code).text(2, message).toByteArray();
      case JSON -> json(json -> json.key("code").number(code).key("message").text(message));
    };
  }

  /// `google.rpc.Status` with a `RetryInfo`: what a gRPC client finds in `grpc-status-details-bin`.
  public static byte[] retry(int code, String message, long seconds) {
    ProtoWriter info = new ProtoWriter().message(1, new ProtoWriter().number(1, seconds));
    ProtoWriter any =
        new ProtoWriter().text(1, "type.googleapis.com/google.rpc.RetryInfo").message(2, info);
    return new ProtoWriter().number(1, code).text(2, message).message(3, any).toByteArray();
  }

  private static byte[] json(Consumer<JsonWriter> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonWriter json = new JsonWriter(out).object();
    members.accept(json);
    json.end().finish();
    return out.toByteArray();
  }
}
