package dev.hotclub.cli;

import dev.hotclub.remote.process.ProcessFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who started whom.
final class ProcessTree {
  /// Nobody nests processes deeper; a chain longer than this is a loop of reused pids.
  private static final int DEEPEST = 64;

  private final Map<Integer, List<Integer>> children = new HashMap<>();

  private ProcessTree() {}

  /// One process below another.
  ///
  /// @param depth 0 for the one that was asked for
  record Member(int pid, int depth) {}

  /// As it stands at this moment; every process of the machine is asked for its parent.
  static ProcessTree now() {
    ProcessTree tree = new ProcessTree();
    for (int pid : ProcessFiles.everyProcess()) {
      List<String> stat = new ProcessFiles(pid).stat();
      if (stat.size() > 1) {
        tree.children
            .computeIfAbsent(Integer.parseInt(stat.get(1)), _ -> new ArrayList<>())
            .add(pid);
      }
    }
    tree.children.values().forEach(list -> list.sort(null));
    return tree;
  }

  /// A process and everything below it, parents before their children.
  List<Member> from(int pid) {
    List<Member> members = new ArrayList<>();
    collect(pid, 0, members);
    return members;
  }

  private void collect(int pid, int depth, List<Member> members) {
    members.add(new Member(pid, depth));
    if (depth < DEEPEST) {
      children.getOrDefault(pid, List.of()).forEach(child -> collect(child, depth + 1, members));
    }
  }
}
