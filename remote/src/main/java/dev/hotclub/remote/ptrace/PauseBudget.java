package dev.hotclub.remote.ptrace;

/// How long one thread may still be held: a share of its wall time, saved up for at most a second.
///
/// Over any period of `t` seconds the thread is held for at most `share × (t + 1)` seconds and one
/// stop's misjudgement. Knows no clock: the caller says what time it is.
public final class PauseBudget {
  /// DESIGN default: below what a percentile can notice, and enough for 100 stops a second of 50
  /// microseconds each.
  public static final double DEFAULT_SHARE = 0.005;

  /// What is not used is kept this long: a thread that rested may be looked at more closely for a
  /// moment, but no pause can add up that a request would feel.
  private static final long SAVED_NANOS = 1_000_000_000;

  /// A stop's usual cost before any was measured.
  private static final long FIRST_GUESS_NANOS = 40_000;

  /// The guess moves by an eighth of each surprise: one slow stop in ten does not change it much.
  private static final int INERTIA = 8;

  private final double share;
  private double balanceNanos;
  private long guessNanos;
  private long seenNanos;
  private long heldNanos;
  private long refused;

  /// @param share of wall time, from 0 to 1
  public PauseBudget(double share, long startNanos) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("pause budget " + share + " is not between 0 and 1");
    }
    this.share = share;
    this.seenNanos = startNanos;
    this.balanceNanos = share * SAVED_NANOS;
    this.guessNanos = Math.min(FIRST_GUESS_NANOS, Math.round(balanceNanos));
  }

  /// Whether a stop of the usual length is within the budget.
  public boolean allows(long nowNanos) {
    save(nowNanos);
    boolean enough = share > 0 && balanceNanos >= guessNanos;
    refused += enough ? 0 : 1;
    return enough;
  }

  /// Takes a stop off the balance, which may go below zero and is then paid back first.
  public void charge(long nowNanos, long stopNanos) {
    save(nowNanos);
    balanceNanos -= stopNanos;
    heldNanos += stopNanos;
    // one dreadful stop must not make every later one look too dear
    guessNanos =
        Math.min(guessNanos + (stopNanos - guessNanos) / INERTIA, Math.round(share * SAVED_NANOS));
  }

  private void save(long nowNanos) {
    long passed = Math.max(0, nowNanos - seenNanos);
    seenNanos = Math.max(seenNanos, nowNanos);
    balanceNanos = Math.min(share * SAVED_NANOS, balanceNanos + share * passed);
  }

  /// What the next stop is expected to take.
  public long guessNanos() {
    return guessNanos;
  }

  public long heldNanos() {
    return heldNanos;
  }

  /// How often `allows` said no.
  public long refused() {
    return refused;
  }
}
