package dev.hotclub.sampler;

/// How much of a thread's time the stop reader may take.
public sealed interface Pausing {
  /// DESIGN default: below what a person or a percentile can notice, enough for 100 stops a second
  /// of about 25 microseconds each.
  double DEFAULT_SHARE = 0.005;

  /// At most this share of each thread's wall time; what would pass it is read without a stop.
  ///
  /// @param share between 0 and 1
  record Budget(double share) implements Pausing {
    public Budget {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("pause budget " + share + " is not between 0 and 1");
      }
    }
  }

  /// Every running thread is stopped for every sample, whatever it costs.
  record Always() implements Pausing {}
}
