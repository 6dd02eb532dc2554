package dev.hotclub.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The threads and processes that a recording has told of, and their names.
public final class Owners {
  private final Map<Integer, ProcessInfo> processes = new HashMap<>();
  private final Map<Integer, ThreadInfo> threads = new HashMap<>();

  public void process(ProcessInfo process) {
    processes.put(process.pid(), process);
  }

  public void thread(ThreadInfo thread) {
    threads.put(thread.nativeId(), thread);
  }

  /// What is known of a thread, which may be no more than its ids.
  public ThreadInfo thread(int pid, int nativeId) {
    ThreadInfo thread = threads.get(nativeId);
    return thread == null ? new ThreadInfo(pid, nativeId, 0, "") : thread;
  }

  /// What is known of a process, which may be no more than its id.
  public ProcessInfo process(int pid) {
    ProcessInfo process = processes.get(pid);
    return process == null ? new ProcessInfo(pid, 0, List.of(), "") : process;
  }

  /// Frames that stand at the outer end of a thread's stacks where a view wants threads or
  /// processes apart; innermost first. py-spy's words, so that scripts which look for them go on
  /// working.
  public List<Frame> frames(View view, int pid, int nativeId) {
    List<Frame> frames = new ArrayList<>();
    if (view.threads() == View.Grouping.APART) {
      String name = thread(pid, nativeId).name();
      frames.add(
          Frame.synthetic(
              name.isEmpty()
                  ? "thread (%d)".formatted(nativeId)
                  : "thread (%d): %s".formatted(nativeId, name)));
    }
    if (view.processes() == View.Grouping.APART) {
      lineage(pid, frames);
    }
    return frames;
  }

  /// A child stands inside its parent, as far up as the recording knows them.
  private void lineage(int pid, List<Frame> frames) {
    int at = pid;
    for (int i = 0; i <= processes.size(); i++) {
      @Nullable ProcessInfo process = processes.get(at);
      String command = process == null ? "" : String.join(" ", process.command());
      frames.add(Frame.synthetic("process %d:\"%s\"".formatted(at, command)));
      if (process == null || !processes.containsKey(process.parentPid())) {
        return;
      }
      at = process.parentPid();
    }
  }
}
