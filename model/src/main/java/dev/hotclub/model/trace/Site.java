package dev.hotclub.model.trace;

/// A place in source code.
///
/// @param file path as the interpreter has it; empty for [#NOWHERE]
/// @param line 1-based, 0 if unknown
/// @param column 1-based, 0 if unknown (before CPython 3.11)
/// @param function qualified where that is known; empty if unknown or a template
public record Site(String file, int line, int column, String function) {
  public static final Site NOWHERE = new Site("", 0, 0, "");

  public boolean known() {
    return !file.isEmpty();
  }

  /// `file:line`, without a column.
  public String place() {
    return file + ":" + line;
  }
}
