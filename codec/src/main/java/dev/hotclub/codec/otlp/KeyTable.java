package dev.hotclub.codec.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which [Key] a name's bytes are.
final class KeyTable {
  /// Sparse, so that names that are none of ours seldom cost a comparison.
  private static final int SLOTS = 1024;

  private final byte[] @Nullable [] names = new byte[SLOTS][];
  private final @Nullable Key[] keys = new Key[SLOTS];

  KeyTable() {
    for (Key key : Key.values()) {
      for (String name : key.names()) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int slot = Interned.hash(bytes, 0, bytes.length) & SLOTS - 1;
        while (names[slot] != null) {
          slot = slot + 1 & SLOTS - 1;
        }
        names[slot] = bytes;
        keys[slot] = key;
      }
    }
  }

  @Nullable Key of(byte[] bytes, int from, int to) {
    int slot = Interned.hash(bytes, from, to) & SLOTS - 1;
    for (byte[] name = names[slot]; name != null; name = names[slot]) {
      if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
        return keys[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return null;
  }
}
