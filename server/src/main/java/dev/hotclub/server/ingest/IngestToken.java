package dev.hotclub.server.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// What a sender has to show, where it has to show something.
public final class IngestToken {
  private final byte[] token;

  /// @param token empty if none is asked for
  public IngestToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Takes the same time whatever is wrong about it.
  ///
  /// @param authorization the header's value, `Bearer …`; empty if there is none
  boolean allows(String authorization) {
    if (token.length == 0) {
      return true;
    }
    String shown =
        authorization.regionMatches(true, 0, "Bearer ", 0, 7)
            ? authorization.substring(7).strip()
            : "";
    return MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
  }
}
