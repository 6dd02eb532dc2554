package dev.hotclub.codec;

import dev.hotclub.codec.json.JsonWriter;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Owners;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Trace events (JSON array) that Perfetto and `chrome://tracing` open, as py-spy 0.4.3 writes
/// them: a `B` and an `E` for each call, at the samples where it was first and no longer seen.
///
/// Calls end where a thread's counted samples do: time in which it was idle stays empty, where
/// py-spy draws the last calls through.
public final class ChromeTrace implements RecordingVisitor {
  private final JsonWriter json;
  private final View view;
  private final long slackNanos;
  private final Owners owners = new Owners();
  private final Map<Integer, Running> threads = new LinkedHashMap<>();

  /// What a thread was last seen in; outermost first.
  private static final class Running {
    final int pid;
    final long tid;
    Stack stack = Stack.EMPTY;
    List<Frame> path = List.of();
    long endNanos;

    Running(int pid, long tid) {
      this.pid = pid;
      this.tid = tid;
    }
  }

  private ChromeTrace(JsonWriter json, View view, long periodNanos) {
    this.json = json;
    this.view = view;
    // a sample may come a little late: only where one is missing does the thread count as away
    this.slackNanos = periodNanos / 2;
  }

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    try {
      JsonWriter json = new JsonWriter(out);
      ChromeTrace trace = new ChromeTrace(json, view, recording.session().periodNanos());
      json.array();
      recording.tell(trace);
      trace.threads.values().forEach(trace::endAll);
      json.end().finish();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  @Override
  public void process(ProcessInfo process) {
    owners.process(process);
  }

  @Override
  public void thread(ThreadInfo thread) {
    owners.thread(thread);
  }

  @Override
  public void sample(Sample sample) {
    if (!view.counting().counts(sample)) {
      return;
    }
    Running thread =
        threads.computeIfAbsent(sample.nativeId(), _ -> new Running(sample.pid(), tid(sample)));
    if (!thread.path.isEmpty() && sample.startNanos() > thread.endNanos + slackNanos) {
      endAll(thread);
    }
    if (thread.path.isEmpty() || !sample.stack().equals(thread.stack)) {
      move(thread, path(sample), sample.startNanos());
      thread.stack = sample.stack();
    }
    thread.endNanos = Math.max(thread.endNanos, sample.startNanos() + sample.nanos());
  }

  private void move(Running thread, List<Frame> path, long nanos) {
    int common = 0;
    while (common < Math.min(path.size(), thread.path.size())
        && path.get(common).equals(thread.path.get(common))) {
      common++;
    }
    for (int i = thread.path.size() - 1; i >= common; i--) {
      event(thread, thread.path.get(i), "E", nanos);
    }
    for (int i = common; i < path.size(); i++) {
      event(thread, path.get(i), "B", nanos);
    }
    thread.path = path;
  }

  /// `threading.get_ident()`, as py-spy has it.
  private long tid(Sample sample) {
    long pythonId = owners.thread(sample.pid(), sample.nativeId()).pythonId();
    return pythonId == 0 ? sample.nativeId() : pythonId;
  }

  private List<Frame> path(Sample sample) {
    List<Frame> frames = new ArrayList<>(view.show(sample.stack()).frames());
    frames.addAll(owners.frames(view, sample.pid(), sample.nativeId()));
    return frames.reversed();
  }

  private void endAll(Running thread) {
    move(thread, List.of(), thread.endNanos);
  }

  private void event(Running thread, Frame frame, String phase, long nanos) {
    json.object();
    json.key("args").object().key("filename").text(frame.file()).key("line");
    if (view.detail() == View.Detail.FUNCTIONS) {
      json.nothing();
    } else {
      json.number(frame.line());
    }
    json.end();
    json.key("cat").text("hotclub");
    json.key("name").text(frame.function());
    json.key("ph").text(phase);
    json.key("pid").number(thread.pid);
    json.key("tid").number(thread.tid);
    json.key("ts").number(nanos / 1000);
    json.end();
  }

  @Override
  public void end(Outcome outcome) {}
}
