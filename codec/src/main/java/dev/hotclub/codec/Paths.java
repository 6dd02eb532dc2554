package dev.hotclub.codec;

import dev.hotclub.model.Frame;
import java.util.ArrayList;
import java.util.List;

/// Stacks with what they have in common kept once: a tree of calls whose nodes are numbered from 0,
/// callers before what they call.
final class Paths {
  /// The caller of an outermost call.
  static final int NONE = -1;

  record Node(int caller, Frame frame) {}

  private final Numbering<Node> nodes = new Numbering<>(0);

  /// The node of a stack, given innermost first.
  int of(List<Frame> stack) {
    int node = NONE;
    for (Frame frame : stack.reversed()) {
      node = nodes.of(new Node(node, frame));
    }
    return node;
  }

  /// The stack of a node, innermost first.
  List<Frame> frames(int innermost) {
    List<Frame> frames = new ArrayList<>();
    for (int node = innermost; node != NONE; ) {
      Node at = nodes.values().get(node);
      frames.add(at.frame());
      node = at.caller();
    }
    return frames;
  }

  /// By number.
  List<Node> nodes() {
    return nodes.values();
  }

  void clear() {
    nodes.clear();
  }
}
