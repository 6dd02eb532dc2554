package dev.hotclub.codec.flame;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Stack;
import dev.hotclub.model.WaitReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Puts what a thread waits for at the inner end of its stack, so that a picture of idle threads
/// says why they are idle.
final class WaitFrames implements Folded.Seen {
  private static final String OPENING = "[wait: ";

  private final Map<Key, Stack> stacks = new HashMap<>();

  private record Key(Stack stack, String name) {}

  /// Whether a frame is one of these.
  static boolean is(Frame frame) {
    return frame.file().isEmpty() && frame.function().startsWith(OPENING);
  }

  @Override
  public Sample as(Sample sample) {
    String name =
        switch (sample.activity()) {
          case Activity.OnCpu _, Activity.Unknown _ -> "";
          case Activity.Queued _ -> "CPU";
          case Activity.WaitingForGil _ -> "GIL";
          case Activity.Waiting(WaitReason(WaitReason.Kind kind, String detail)) ->
              detail.startsWith(word(kind)) ? detail : (word(kind) + " " + detail).strip();
        };
    if (name.isEmpty()) {
      return sample;
    }
    return new Sample(
        sample.startNanos(),
        sample.nanos(),
        sample.pid(),
        sample.nativeId(),
        stacks.computeIfAbsent(new Key(sample.stack(), name), WaitFrames::waiting),
        sample.activity(),
        sample.holdsGil(),
        sample.exactness(),
        sample.tags());
  }

  private static String word(WaitReason.Kind kind) {
    return kind == WaitReason.Kind.UNKNOWN ? "other" : kind.name().toLowerCase(Locale.ROOT);
  }

  private static Stack waiting(Key key) {
    List<Frame> frames = new ArrayList<>();
    frames.add(Frame.synthetic(OPENING + key.name() + "]"));
    frames.addAll(key.stack().frames());
    return new Stack(frames);
  }
}
