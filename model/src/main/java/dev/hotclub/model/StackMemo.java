package dev.hotclub.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Remembers what was made of a stack, for most stacks come again. Forgets everything when it holds
/// too much: a deep recursion that always moves has a new stack at every sample.
public final class StackMemo<T> {
  /// 16 MB of references to frames.
  private static final long MOST_FRAMES = 4 << 20;

  private final Map<Stack, T> made = new HashMap<>();
  private long frames;

  /// What was made of the stack, or is made of it now.
  public T of(Stack stack, Function<Stack, T> maker) {
    T known = made.get(stack);
    if (known != null) {
      return known;
    }
    T value = maker.apply(stack);
    frames += stack.depth() + 1L;
    if (frames > MOST_FRAMES) {
      clear();
      frames = stack.depth() + 1L;
    }
    made.put(stack, value);
    return value;
  }

  public void clear() {
    made.clear();
    frames = 0;
  }
}
