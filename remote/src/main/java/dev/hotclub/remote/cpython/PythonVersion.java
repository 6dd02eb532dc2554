package dev.hotclub.remote.cpython;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which interpreter it is.
///
/// @param suffix empty for a release, else `a1`, `b2`, `rc1`
/// @param freeThreaded built without the global interpreter lock
public record PythonVersion(int major, int minor, int micro, String suffix, boolean freeThreaded) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d)\\.(\\d{1,2})\\.(\\d{1,3})((?:a|b|rc)\\d{1,2})?\\+?");

  /// `PY_VERSION_HEX`: major, minor, micro, then level (`a`, `b`, `c`, `f`) and serial
  /// (`Include/patchlevel.h`).
  static PythonVersion ofHex(long hex, boolean freeThreaded) {
    String suffix =
        switch ((int) (hex >> 4 & 0xF)) {
          case 0xA -> "a" + (hex & 0xF);
          case 0xB -> "b" + (hex & 0xF);
          case 0xC -> "rc" + (hex & 0xF);
          default -> "";
        };
    return new PythonVersion(
        (int) (hex >> 24 & 0xFF),
        (int) (hex >> 16 & 0xFF),
        (int) (hex >> 8 & 0xFF),
        suffix,
        freeThreaded);
  }

  /// Reads `3.9.18`, `3.12.0rc1+`; empty where the text does not begin so.
  static Optional<PythonVersion> parse(String text) {
    Matcher match = TEXT.matcher(text);
    return match.lookingAt()
        ? Optional.of(
            new PythonVersion(
                Integer.parseInt(match.group(1)),
                Integer.parseInt(match.group(2)),
                Integer.parseInt(match.group(3)),
                match.group(4) == null ? "" : match.group(4),
                false))
        : Optional.empty();
  }

  public boolean atLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  boolean supported() {
    return major == 3 && minor >= 6 && minor <= 15;
  }

  /// `3.12.1`, `3.14.0rc2 free-threaded`.
  @Override
  public String toString() {
    return major + "." + minor + "." + micro + suffix + (freeThreaded ? " free-threaded" : "");
  }
}
