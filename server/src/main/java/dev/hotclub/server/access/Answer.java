package dev.hotclub.server.access;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a route answers.
///
/// @param body is kept, not copied, and compared by identity
/// @param headers beside the usual ones, name and value
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, String type, byte[] body, List<Header> headers) {
  /// A header of an answer.
  public record Header(String name, String value) {}

  public static Answer html(int status, String text) {
    return of(status, "text/html; charset=utf-8", text);
  }

  public static Answer json(int status, String text) {
    return of(status, "application/json", text);
  }

  public static Answer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text);
  }

  public static Answer of(int status, String type, String text) {
    return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  /// @param location with the prefix, on this server
  public static Answer redirect(String location) {
    return new Answer(303, "text/plain", new byte[0], List.of(new Header("Location", location)));
  }

  public Answer with(String name, String value) {
    return new Answer(
        status,
        type,
        body,
        java.util.stream.Stream.concat(
                headers.stream(), java.util.stream.Stream.of(new Header(name, value)))
            .toList());
  }
}
