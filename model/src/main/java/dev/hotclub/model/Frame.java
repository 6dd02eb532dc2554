package dev.hotclub.model;

/// One call on a stack: a function and the place in it that was being executed.
///
/// @param function qualified name where the interpreter knows it (CPython 3.11 and later), else the
///   bare name; synthetic frames such as `<GC>` have an angle-bracketed name and no file
/// @param file path as the code object has it (`co_filename`), empty for synthetic frames
/// @param shortFile `file` relative to the folder that holds its outermost package, as people say
///   it; equal to `file` where that is not known
/// @param firstLine where the function is defined (`co_firstlineno`), 1-based; 0 where unknown.
///   Tells apart functions of one name in one file
/// @param line 1-based; 0 where the code object has no line for the instruction
/// @param endLine 1-based; 0 where unknown (before CPython 3.11)
/// @param column 0-based byte offset in the line; -1 where unknown
/// @param endColumn 0-based, exclusive; -1 where unknown
public record Frame(
    String function,
    String file,
    String shortFile,
    int firstLine,
    int line,
    int endLine,
    int column,
    int endColumn) {

  /// A frame whose columns and first line are not known.
  public static Frame of(String function, String file, int line) {
    return new Frame(function, file, file, 0, line, 0, -1, -1);
  }

  /// A frame that stands for something other than Python code, for example `<GC>` or a process.
  public static Frame synthetic(String name) {
    return of(name, "", 0);
  }

  /// This function at its line: two calls on one line are one.
  public Frame withoutColumns() {
    return at(firstLine, line);
  }

  /// This function without a place in it: what remains when lines are left out of a picture.
  public Frame withoutLine() {
    return at(firstLine, 0);
  }

  /// This function at the line of its definition.
  public Frame atFirstLine() {
    return at(firstLine, firstLine);
  }

  /// What functions of one name in one file have in common.
  public Frame named() {
    return at(0, 0);
  }

  /// Written out, as is `hashCode`: what the compiler makes for a record is linked at its first
  /// use, which costs a command that looks once 4 ms.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Frame that
            && line == that.line
            && firstLine == that.firstLine
            && column == that.column
            && endLine == that.endLine
            && endColumn == that.endColumn
            && function.equals(that.function)
            && file.equals(that.file)
            && shortFile.equals(that.shortFile));
  }

  @Override
  public int hashCode() {
    int hash = 31 * function.hashCode() + file.hashCode();
    return 31 * (31 * (31 * hash + line) + firstLine) + column;
  }

  private Frame at(int first, int executed) {
    return firstLine == first && line == executed && endLine == 0 && column == -1 && endColumn == -1
        ? this
        : new Frame(function, file, shortFile, first, executed, 0, -1, -1);
  }
}
