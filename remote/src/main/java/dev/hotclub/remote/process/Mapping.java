package dev.hotclub.remote.process;

import java.util.Optional;

/// One line of `/proc/pid/maps`.
///
/// @param end exclusive
/// @param permissions four letters, for example `r-xp`
/// @param offset where in the file it begins
/// @param path empty for anonymous memory; ` (deleted)` is part of it where the file is gone
public record Mapping(
    long start, long end, String permissions, long offset, long inode, String path) {

  static Optional<Mapping> parse(String line) {
    String[] fields = line.split(" +", 6);
    int dash = fields[0].indexOf('-');
    if (fields.length < 5 || dash < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Mapping(
              Long.parseUnsignedLong(fields[0].substring(0, dash), 16),
              Long.parseUnsignedLong(fields[0].substring(dash + 1), 16),
              fields[1],
              Long.parseUnsignedLong(fields[2], 16),
              Long.parseLong(fields[4]),
              fields.length == 6 ? fields[5] : ""));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  public boolean readable() {
    return permissions.startsWith("r");
  }

  public boolean writable() {
    return permissions.startsWith("rw");
  }

  public long size() {
    return end - start;
  }

  /// Whether its file was removed or replaced since it was mapped, as an upgrade does.
  public boolean deleted() {
    return path.endsWith(" (deleted)");
  }
}
