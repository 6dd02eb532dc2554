package dev.hotclub.model.trace;

import java.util.Arrays;

/// Keyed 64-bit hashes of values that are not told, in order. 0 stands for a value that is no key.
public final class Hashes {
  public static final Hashes NONE = new Hashes(new long[0]);

  private final long[] values;

  private Hashes(long[] values) {
    this.values = values;
  }

  /// @param values is kept, not copied
  public static Hashes of(long... values) {
    return values.length == 0 ? NONE : new Hashes(values);
  }

  public int size() {
    return values.length;
  }

  public long at(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hashes that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " hashes";
  }
}
