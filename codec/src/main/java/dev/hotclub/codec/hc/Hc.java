package dev.hotclub.codec.hc;

/// Numbers of the format, shared by its writer and its reader.
final class Hc {
  static final byte[] MAGIC = {'H', 'O', 'T', 'C', 'L', 'U', 'B', 1};

  static final int AGAIN = 0;
  static final int OTHER_STACK = 1;
  static final int SAMPLE = 2;
  static final int RECORD = 3;

  static final int SESSION = 0;
  static final int PROCESS = 1;
  static final int THREAD = 2;
  static final int STRING = 3;
  static final int FRAME = 4;
  static final int NODE = 5;
  static final int ACTIVITY = 6;
  static final int TAGS = 7;
  static final int OUTCOME = 8;
  static final int FORGET = 9;

  static final int HOLDS_GIL = 1;
  static final int APPROXIMATE = 2;
  static final int TIMED = 4;
  static final int TAGGED = 8;

  /// Raw bytes after which a block is closed, and the most a reader takes.
  static final int BLOCK_BYTES = 64 << 10;

  static final int MOST_BLOCK_BYTES = 1 << 20;

  /// Entries of one dictionary; then all begin again, so that neither side grows without end.
  static final int MOST_ENTRIES = 1 << 19;

  static final int MOST_TEXT_BYTES = 64 << 10;

  /// Texts of one dictionary together, in characters; the same for a recording's names of threads
  /// and processes. A hundred times what a large site has, a sixth of the smallest heap.
  static final int MOST_CHARACTERS = 64 << 20;

  /// Frames of the stacks that are kept whole, so that one that comes again costs nothing.
  static final int MOST_KEPT_FRAMES = 4 << 20;

  static final int MOST_ARGUMENTS = 4096;
  static final int MOST_THREADS = 1 << 20;
  static final int MOST_TAGS = 64;

  private Hc() {}
}
