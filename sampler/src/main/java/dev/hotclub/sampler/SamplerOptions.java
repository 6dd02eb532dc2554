package dev.hotclub.sampler;

/// What a run is asked for.
///
/// @param ratePerSecond samples of each thread per second, 1 to 1,000,000
/// @param children whether Python processes started by the given ones are sampled too
/// @param producer the program's name and version, for the recording's head
public record SamplerOptions(
    int ratePerSecond, ReaderChoice reader, Pausing pausing, Children children, String producer) {

  /// Above this no reader can answer: the fastest takes about three microseconds a sample.
  public static final int HIGHEST_RATE = 1_000_000;

  public SamplerOptions {
    if (ratePerSecond < 1 || ratePerSecond > HIGHEST_RATE) {
      throw new IllegalArgumentException(
          "rate " + ratePerSecond + " is not between 1 and " + HIGHEST_RATE);
    }
  }

  /// Whether the processes that a target starts are targets as well.
  public enum Children {
    LEFT_OUT,
    FOLLOWED
  }
}
