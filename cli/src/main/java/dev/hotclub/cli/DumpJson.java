package dev.hotclub.cli;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Origin;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.WaitReason;
import dev.hotclub.remote.cpython.LocalVariable;
import dev.hotclub.sampler.LocalsDetail;
import dev.hotclub.sampler.ProcessDump;
import dev.hotclub.sampler.ThreadDump;
import java.util.List;
import java.util.Locale;

/// The machine's form of `dump`: py-spy's keys (0.4.3) with more beside them. Schema:
/// `docs/dump-json.md`.
final class DumpJson {
  private final Json json;
  private final DumpText.Names names;
  private final LocalsDetail detail;

  DumpJson(StringBuilder out, DumpText.Names names, LocalsDetail detail) {
    this.json = new Json(out, Json.Layout.INDENTED);
    this.names = names;
    this.detail = detail;
  }

  /// One array with the threads of every process.
  void processes(List<ProcessDump> dumps) {
    json.array();
    for (ProcessDump dump : dumps) {
      dump.threads().forEach(thread -> thread(dump, thread));
    }
    json.endArray();
  }

  private void thread(ProcessDump dump, ThreadDump thread) {
    json.object();
    json.key("pid").number(thread.thread().pid());
    json.key("thread_id").number(thread.thread().pythonId());
    json.key("thread_name");
    if (thread.thread().name().isEmpty()) {
      json.nothing();
    } else {
      json.text(thread.thread().name());
    }
    json.key("os_thread_id").number(thread.thread().nativeId());
    json.key("active").bool(!thread.activity().idle());
    json.key("owns_gil").bool(thread.holdsGil());
    json.key("state").text(Doing.word(thread.activity()));
    wait(thread.activity());
    json.key("exact").bool(thread.exactness() == Exactness.EXACT);
    json.key("locals_exact");
    if (detail == LocalsDetail.NONE) {
      json.nothing();
    } else {
      json.bool(thread.localsExactness() == Exactness.EXACT);
    }
    json.key("frames").array();
    List<Frame> frames = thread.stack().frames();
    for (int i = 0; i < frames.size(); i++) {
      frame(frames.get(i), i < thread.locals().size() ? thread.locals().get(i) : List.of());
    }
    json.endArray();
    process(dump);
    json.endObject();
  }

  private void wait(Activity activity) {
    json.key("wait");
    switch (activity) {
      case Activity.Waiting(WaitReason reason) -> {
        json.object();
        json.key("kind").text(reason.kind().name().toLowerCase(Locale.ROOT));
        json.key("detail").text(reason.detail());
        json.endObject();
      }
      case Activity.OnCpu _, Activity.Queued _, Activity.WaitingForGil _, Activity.Unknown _ ->
          json.nothing();
    }
  }

  private void frame(Frame frame, List<LocalVariable> locals) {
    json.object();
    json.key("name").text(frame.function());
    json.key("filename").text(frame.file());
    json.key("module").nothing();
    json.key("short_filename").text(names.of(frame));
    json.key("line").number(frame.line());
    json.key("end_line").number(frame.endLine());
    json.key("column").number(frame.column());
    json.key("end_column").number(frame.endColumn());
    json.key("origin").text(Origin.of(frame).name().toLowerCase(Locale.ROOT));
    json.key("locals");
    if (detail == LocalsDetail.NONE) {
      json.nothing().endObject();
      return;
    }
    json.array();
    for (LocalVariable local : locals) {
      json.object();
      json.key("name").text(local.name());
      json.key("arg").bool(local.role() == LocalVariable.Role.ARGUMENT);
      json.key("repr").text(local.text());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private void process(ProcessDump dump) {
    ProcessInfo process = dump.process();
    json.key("process_info").object();
    json.key("pid").number(process.pid());
    json.key("ppid").number(process.parentPid());
    json.key("command_line").text(String.join(" ", process.command()));
    json.key("python").text(process.python());
    json.key("collecting").bool(dump.collecting());
    json.key("held_nanos").number(dump.held().toNanos());
    json.key("took_nanos").number(dump.took().toNanos());
    json.key("unread_threads").number(dump.unread());
    json.endObject();
  }
}
