package dev.hotclub.model;

/// How good a recording is: what it has, and what it missed. Travels with the data to the last
/// pixel.
///
/// @param exact samples whose whole stack belongs to one instant
/// @param approximate samples kept although the stack moved while it was read
/// @param lost samples that were due and could not be read or kept
/// @param late samples that were due and not taken because the profiler could not keep up
/// @param cut samples whose outer frames did not fit
public record Losses(long exact, long approximate, long lost, long late, long cut) {
  public static final Losses NONE = new Losses(0, 0, 0, 0, 0);

  public Losses plus(Losses other) {
    return new Losses(
        exact + other.exact,
        approximate + other.approximate,
        lost + other.lost,
        late + other.late,
        cut + other.cut);
  }

  /// What came after an earlier count of the same recording.
  public Losses since(Losses earlier) {
    return new Losses(
        exact - earlier.exact,
        approximate - earlier.approximate,
        lost - earlier.lost,
        late - earlier.late,
        cut - earlier.cut);
  }

  /// Samples that were kept.
  public long kept() {
    return exact + approximate;
  }
}
