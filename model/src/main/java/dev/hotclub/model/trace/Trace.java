package dev.hotclub.model.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one trace: its spans by their start, and who called whom. Of spans with one id
/// the first counts. Nothing in it is taken on trust: parents may be missing, and a circle of
/// parents is cut at its earliest span.
public final class Trace {
  /// Deeper than any real program calls: a hostile chain must not end our own stack.
  private static final int DEEPEST = 2_000;

  private final List<Span> spans;
  private final Map<Long, List<Span>> children;
  private final List<Span> roots;

  public Trace(List<Span> unordered) {
    if (unordered.isEmpty()) {
      throw new IllegalArgumentException("a trace has at least one span");
    }
    Map<Long, Span> byId = new HashMap<>();
    unordered.forEach(span -> byId.putIfAbsent(span.id(), span));
    spans = new ArrayList<>(byId.values());
    spans.sort(Comparator.comparingLong(Span::startNanos).thenComparingLong(Span::id));
    children = new HashMap<>();
    roots = new ArrayList<>();
    for (Span span : spans) {
      Span parent = byId.get(span.parent());
      if (parent == null || isCircle(span, byId)) {
        roots.add(span);
      } else {
        children.computeIfAbsent(parent.id(), _ -> new ArrayList<>()).add(span);
      }
    }
  }

  /// Whether the parents of a span lead back to it and it is the earliest on the way round.
  private static boolean isCircle(Span span, Map<Long, Span> byId) {
    Span at = byId.get(span.parent());
    // a chain longer than real programs make is followed no further
    for (int steps = 0; at != null && steps < DEEPEST; steps++) {
      if (at.id() == span.id()) {
        return true;
      }
      if (at.startNanos() < span.startNanos()) {
        return false;
      }
      at = byId.get(at.parent());
    }
    return false;
  }

  public TraceId id() {
    return spans.getFirst().trace();
  }

  /// By their start.
  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /// Spans without a known parent, by their start.
  public List<Span> roots() {
    return List.copyOf(roots);
  }

  /// By their start.
  public List<Span> children(Span parent) {
    return List.copyOf(children.getOrDefault(parent.id(), List.of()));
  }

  /// The units of work in it, by their start: spans that are a [Call.Request].
  public List<Span> units() {
    return spans.stream().filter(span -> span.call() instanceof Call.Request).toList();
  }

  /// Everything below a span that is not below another unit of work, by its start.
  public List<Span> within(Span unit) {
    List<Span> found = new ArrayList<>();
    collect(unit, found, 0);
    found.sort(Comparator.comparingLong(Span::startNanos));
    return found;
  }

  private void collect(Span above, List<Span> into, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    for (Span child : children(above)) {
      if (!(child.call() instanceof Call.Request)) {
        into.add(child);
        collect(child, into, depth + 1);
      }
    }
  }

  public Optional<Span> span(long id) {
    return spans.stream().filter(span -> span.id() == id).findFirst();
  }
}
