package dev.hotclub.remote.kernel;

/// How the programs write to the ring. Every record begins with its kind and a thread; small ones
/// end after `SMALL_BYTES`. A stack goes on with a fixed part and then its pieces, one after
/// another: address (8 bytes), length (8 bytes), the bytes, rounded up to a multiple of 8.
final class RingRecord {
  static final int KIND = 0;
  static final int TID = 4;
  static final int NANOS = 8;

  /// In small records: the process, or the child.
  static final int TGID = 16;

  static final int SMALL_BYTES = 24;

  static final int FRAME = 16;
  static final int PIECES = 24;
  static final int FLAGS = 32;
  static final int STATE = 40;
  static final int CALL = 48;
  static final int ARGUMENTS = 56;
  static final int GIL_HOLDER = 80;

  /// Where the last piece ends.
  static final int END = 88;

  static final int FIRST_PIECE = 96;
  static final int PIECE_HEAD = 16;

  static final int KIND_TIMER = 1;
  static final int KIND_LEAVE = 2;
  static final int KIND_ENTER = 3;
  static final int KIND_UNKNOWN_THREAD = 4;
  static final int KIND_EXITED = 5;
  static final int KIND_FORKED = 6;
  static final int KIND_REPLACED = 7;

  /// A part of the stack could not be read.
  static final int FLAG_FAULT = 1;

  /// The stack did not fit.
  static final int FLAG_TOO_BIG = 2;

  private RingRecord() {}
}
