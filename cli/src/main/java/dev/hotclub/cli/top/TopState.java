package dev.hotclub.cli.top;

import dev.hotclub.model.View;
import java.util.Optional;

/// What the screen shows of a view, as keys have set it.
///
/// @param filter only rows whose function or file has this text; empty for all
/// @param offset the first row that is shown, from 0
/// @param only the kernel's id of the one thread that is counted
/// @param marked the kernel's id of the thread that the mark stands on in the list of threads
record TopState(
    SortBy sort,
    Rows rows,
    View.Names names,
    View.Counting counting,
    String filter,
    Panel panel,
    Motion motion,
    int offset,
    Optional<Integer> only,
    Optional<Integer> marked) {

  /// What keys go to.
  enum Panel {
    TABLE,
    /// The table, while a filter is typed.
    FILTER,
    THREADS,
    HELP
  }

  /// Whether the screen follows the process.
  enum Motion {
    FOLLOWING,
    PAUSED
  }

  static TopState first(Rows rows, View.Names names, View.Counting counting) {
    return new TopState(
        SortBy.OWN_SHARE,
        rows,
        names,
        counting,
        "",
        Panel.TABLE,
        Motion.FOLLOWING,
        0,
        Optional.empty(),
        Optional.empty());
  }

  TopState sort(SortBy other) {
    return new TopState(other, rows, names, counting, filter, panel, motion, 0, only, marked);
  }

  TopState rows(Rows other) {
    return new TopState(sort, other, names, counting, filter, panel, motion, 0, only, marked);
  }

  TopState names(View.Names other) {
    return new TopState(sort, rows, other, counting, filter, panel, motion, offset, only, marked);
  }

  TopState counting(View.Counting other) {
    return new TopState(sort, rows, names, other, filter, panel, motion, 0, only, marked);
  }

  TopState filter(String other) {
    return new TopState(sort, rows, names, counting, other, panel, motion, 0, only, marked);
  }

  TopState panel(Panel other) {
    return new TopState(sort, rows, names, counting, filter, other, motion, offset, only, marked);
  }

  TopState motion(Motion other) {
    return new TopState(sort, rows, names, counting, filter, panel, other, offset, only, marked);
  }

  TopState offset(int other) {
    return new TopState(
        sort, rows, names, counting, filter, panel, motion, Math.max(0, other), only, marked);
  }

  TopState only(Optional<Integer> other) {
    return new TopState(sort, rows, names, counting, filter, panel, motion, 0, other, marked);
  }

  TopState marked(Optional<Integer> other) {
    return new TopState(sort, rows, names, counting, filter, panel, motion, offset, only, other);
  }
}
