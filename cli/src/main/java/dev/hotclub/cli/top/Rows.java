package dev.hotclub.cli.top;

/// What one row of the table stands for.
public enum Rows {
  FUNCTIONS,
  LINES,
  /// Functions by name and file, shown without a line.
  NAMES
}
