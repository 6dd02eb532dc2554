package dev.hotclub.server;

import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The file that holds the tokens for pages and API, for its owner's eyes only. A line is a token
/// of an administrator, or a role, a name and a token: `read grafana TOKEN`.
final class TokenFile {
  private TokenFile() {}

  /// The tokens; a file that is not there is made with a random one of an administrator.
  static List<Token> read(Path file) throws IOException {
    if (Files.notExists(file)) {
      make(file);
    }
    List<Token> tokens = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        tokens.add(token(lines.get(i).strip(), file + " line " + (i + 1)));
      }
    }
    if (tokens.isEmpty()) {
      throw new IOException(file + " is empty, it should hold a token");
    }
    return tokens;
  }

  /// The line itself is told to nobody: it may be a secret with a space too many.
  private static Token token(String line, String place) throws IOException {
    String[] words = line.split("\\s+");
    try {
      if (words.length == 1) {
        return Token.of("admin", Role.ADMIN, words[0]);
      }
      if (words.length == 3 && words[0].equals("read")) {
        return Token.of(words[1], Role.READ, words[2]);
      }
      if (words.length == 3 && words[0].equals("admin")) {
        return Token.of(words[1], Role.ADMIN, words[2]);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
    throw new IOException(place + ": a line is TOKEN, read NAME TOKEN or admin NAME TOKEN");
  }

  private static void make(Path file) throws IOException {
    Files.createDirectories(
        file.toAbsolutePath().getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
  }
}
