package dev.hotclub.codec;

import dev.hotclub.model.Frame;
import java.util.regex.Pattern;

/// Whose code a frame is, which the Firefox Profiler shows as its colour.
enum GeckoCategory {
  OWN(0, "Own code", "orange"),
  LIBRARY(1, "Libraries", "blue"),
  STANDARD_LIBRARY(2, "Standard library", "green"),
  OTHER(3, "Other", "grey");

  private static final Pattern INSTALLED = Pattern.compile("/lib(64)?/python\\d(\\.\\d+)?t?/");

  private final int index;
  private final String word;
  private final String colour;

  GeckoCategory(int index, String word, String colour) {
    this.index = index;
    this.word = word;
    this.colour = colour;
  }

  /// Its place in the list of categories.
  int index() {
    return index;
  }

  String word() {
    return word;
  }

  /// One of the names that the profiler knows.
  String colour() {
    return colour;
  }

  static GeckoCategory of(Frame frame) {
    String file = frame.file();
    if (file.isEmpty()) {
      return OTHER;
    }
    if (file.contains("/site-packages/") || file.contains("/dist-packages/")) {
      return LIBRARY;
    }
    return file.startsWith("<frozen ") || INSTALLED.matcher(file).find() ? STANDARD_LIBRARY : OWN;
  }
}
