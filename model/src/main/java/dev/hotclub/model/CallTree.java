package dev.hotclub.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A profile with common callers merged: all that is ever drawn. A node stands for a path of calls
/// from the root.
public final class CallTree {
  private final Frame frame;
  private final Map<Frame, CallTree> callees = new LinkedHashMap<>();
  private long self;
  private long total;

  private CallTree(Frame frame) {
    this.frame = frame;
  }

  /// Own and total value of a function over the whole tree.
  ///
  /// @param total counts a path once, however often a recursive function is on it
  public record Width(Frame frame, long self, long total) {}

  /// Callers above callees, the outermost function first.
  public static CallTree of(Profile profile) {
    CallTree root = new CallTree(Frame.synthetic("all"));
    profile.values().forEach((stack, value) -> root.add(stack.frames().reversed(), value));
    return root;
  }

  /// Callees above callers: what is at the top of stacks first, and below it who called it.
  public static CallTree inverted(Profile profile) {
    CallTree root = new CallTree(Frame.synthetic("all"));
    profile.values().forEach((stack, value) -> root.add(stack.frames(), value));
    return root;
  }

  private void add(List<Frame> path, long value) {
    CallTree node = this;
    node.total += value;
    for (Frame next : path) {
      node = node.callees.computeIfAbsent(next, CallTree::new);
      node.total += value;
    }
    node.self += value;
  }

  public Frame frame() {
    return frame;
  }

  /// What was measured in the function itself, on this path.
  public long self() {
    return self;
  }

  /// The same with everything it called.
  public long total() {
    return total;
  }

  /// In order of first appearance; unmodifiable.
  public Collection<CallTree> callees() {
    return java.util.Collections.unmodifiableCollection(callees.values());
  }

  /// Functions by what was measured in themselves, the widest first.
  public List<Width> widest(int most) {
    Map<Frame, long[]> widths = new LinkedHashMap<>();
    Set<Frame> above = new HashSet<>();
    for (CallTree callee : callees.values()) {
      callee.collect(widths, above);
    }
    List<Width> all = new ArrayList<>();
    widths.forEach((function, width) -> all.add(new Width(function, width[0], width[1])));
    all.sort(Comparator.comparingLong(Width::self).thenComparingLong(Width::total).reversed());
    return all.subList(0, Math.min(most, all.size()));
  }

  private void collect(Map<Frame, long[]> widths, Set<Frame> above) {
    // an explicit stack: recursion as deep as the profiled program's would overflow ours
    record Visit(CallTree node, boolean entered, boolean outermost) {}
    List<Visit> visits = new ArrayList<>();
    visits.add(new Visit(this, false, false));
    while (!visits.isEmpty()) {
      Visit visit = visits.removeLast();
      Frame function = visit.node.frame.withoutLine();
      if (visit.entered) {
        if (visit.outermost) {
          above.remove(function);
        }
        continue;
      }
      boolean outermost = above.add(function);
      long[] width = widths.computeIfAbsent(function, _ -> new long[2]);
      width[0] += visit.node.self;
      width[1] += outermost ? visit.node.total : 0;
      visits.add(new Visit(visit.node, true, outermost));
      for (CallTree callee : visit.node.callees.values()) {
        visits.add(new Visit(callee, false, false));
      }
    }
  }

  /// The profile's stacks that have a frame the test accepts.
  public static Profile filter(Profile profile, Predicate<Frame> wanted) {
    Map<Stack, Long> values = new LinkedHashMap<>();
    profile
        .values()
        .forEach((stack, value) -> {
          if (stack.frames().stream().anyMatch(wanted)) {
            values.put(stack, value);
          }
        });
    return new Profile(
        profile.start(),
        profile.duration(),
        profile.unit(),
        profile.periodNanos(),
        values,
        profile.losses());
  }
}
