package dev.hotclub.model;

/// Which samples of a recording a picture counts, and what it shows of them.
///
/// @param counting which samples
/// @param threads whether each thread stands apart
/// @param processes whether each process stands apart
/// @param detail how much of a frame is shown
/// @param names whether files are named in full
public record View(
    Counting counting, Grouping threads, Grouping processes, Detail detail, Names names) {
  /// What a picture shows unless it is told otherwise.
  public static final View PLAIN =
      new View(Counting.BUSY, Grouping.MERGED, Grouping.MERGED, Detail.LINES, Names.SHORT);

  private static final Stack NO_FRAME =
      new Stack(java.util.List.of(Frame.synthetic("<no Python frame>")));

  /// Which samples count.
  public enum Counting {
    /// Threads that ran or could have run.
    BUSY,
    IDLE_TOO,
    /// Threads that held the global interpreter lock.
    GIL_HOLDER;

    /// Whether a sample is counted.
    public boolean counts(Sample sample) {
      return switch (this) {
        case BUSY -> !sample.activity().idle();
        case IDLE_TOO -> true;
        case GIL_HOLDER -> sample.holdsGil();
      };
    }
  }

  /// Whether what comes from different threads or processes stands apart.
  public enum Grouping {
    MERGED,
    APART
  }

  /// How much of a frame is shown, from which follows what is merged.
  public enum Detail {
    /// Functions at the line that was executed.
    LINES,
    /// Functions at the line where they are defined.
    FIRST_LINES,
    /// Functions by name and file, without lines.
    FUNCTIONS
  }

  /// How files are named.
  public enum Names {
    SHORT,
    FULL
  }

  /// A frame as this view shows it.
  public Frame show(Frame frame) {
    Frame file =
        switch (names) {
          case SHORT -> frame;
          case FULL ->
              new Frame(
                  frame.function(),
                  frame.file(),
                  frame.file(),
                  frame.firstLine(),
                  frame.line(),
                  frame.endLine(),
                  frame.column(),
                  frame.endColumn());
        };
    return switch (detail) {
      case LINES -> file.withoutColumns();
      case FIRST_LINES -> file.atFirstLine();
      case FUNCTIONS -> file.named();
    };
  }

  /// A stack as this view shows it. A thread without a Python frame has one that says so, for its
  /// time counts as well.
  public Stack show(Stack stack) {
    return stack.frames().isEmpty()
        ? NO_FRAME
        : new Stack(stack.frames().stream().map(this::show).toList());
  }
}
