package dev.hotclub.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// A secret that gives a role. Only its hash is kept.
///
/// @param name stands in the audit log
/// @param sha256 of the secret, in hexadecimal
public record Token(String name, Role role, String sha256) {
  /// Shorter ones can be guessed: 16 characters of the usual alphabets are 64 bits and more.
  public static final int SHORTEST = 16;

  /// @throws IllegalArgumentException if the secret has fewer than [#SHORTEST] characters
  public static Token of(String name, Role role, String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "token "
              + name
              + " has "
              + secret.length()
              + " characters, it needs at least "
              + SHORTEST);
    }
    return new Token(name, role, HexFormat.of().formatHex(hash(secret)));
  }

  /// 43 characters that nobody guesses.
  public static String random(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Compares hashes in constant time.
  public boolean matches(String secret) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), hash(secret));
  }

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
