package dev.hotclub.remote.kernel;

/// Where a process keeps the two words that say who holds the interpreter lock.
///
/// @param locked address of the 32-bit word that is 1 while somebody holds it (`locked`), 0 if
///   unknown
/// @param holder address of the pointer to the latest holder's thread state (`last_holder`), 0 if
///   unknown
public record GilPlace(long locked, long holder) {
  /// A free-threaded interpreter, or a lock that was not found.
  public static final GilPlace UNKNOWN = new GilPlace(0, 0);

  boolean known() {
    return locked != 0 && holder != 0;
  }
}
