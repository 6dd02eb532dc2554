package dev.hotclub.cli;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.WaitReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the threads of a recording spent their time with, in words.
final class TimeSpent implements RecordingVisitor {
  /// A share below this says nothing about where the time goes.
  private static final double LEAST_SHARE = 0.01;

  private final Map<String, Long> nanos = new TreeMap<>();
  private long total;

  @Override
  public void process(ProcessInfo process) {}

  @Override
  public void thread(ThreadInfo thread) {}

  @Override
  public void sample(Sample sample) {
    total += sample.nanos();
    nanos.merge(word(sample.activity()), sample.nanos(), Long::sum);
  }

  @Override
  public void end(Outcome outcome) {}

  private static String word(Activity activity) {
    return switch (activity) {
      case Activity.OnCpu _ -> "computing";
      case Activity.Queued _ -> "waiting for a CPU";
      case Activity.WaitingForGil _ -> "waiting for the GIL";
      case Activity.Waiting(WaitReason reason) -> word(reason.kind());
      case Activity.Unknown _ -> "unknown";
    };
  }

  private static String word(WaitReason.Kind kind) {
    return switch (kind) {
      case UNKNOWN -> "waiting";
      case SLEEP -> "sleeping";
      case LOCK -> "waiting for a lock";
      case SOCKET -> "on a socket";
      case POLL -> "waiting for input";
      case FILE -> "on a file";
      case PIPE -> "on a pipe";
      case PROCESS -> "waiting for a child";
      case DISK -> "on the disk";
      case STOPPED -> "stopped";
    };
  }

  /// `62 % computing, 9 % waiting for the GIL, 29 % on a socket`; empty where nothing was sampled.
  String words() {
    List<Map.Entry<String, Long>> parts = new ArrayList<>(nanos.entrySet());
    parts.sort(
        Comparator.comparingLong((Map.Entry<String, Long> part) -> part.getValue()).reversed());
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Long> part : parts) {
      double share = (double) part.getValue() / total;
      if (share >= LEAST_SHARE) {
        words.add(Amounts.percent(share) + " " + part.getKey());
      }
    }
    return String.join(", ", words);
  }
}
