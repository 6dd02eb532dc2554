package dev.hotclub.codec;

import dev.hotclub.model.CallTree;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Folding;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Origin;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Profile;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.Unit;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the flame graph element is given: the call tree and how it was measured, as JSON. Its shape
/// is described in `web/src/document.js`.
final class ProfileDocument {
  /// Numbers that stand for frames, as `web/src/tree.js` names them.
  private static final int GROUP = 4;

  private static final int MOST_PROCESS_LINES = 20;
  private static final int MOST_COMMAND_CHARACTERS = 200;

  private final Profile profile;
  private final Session session;
  private final View view;
  private final List<ProcessInfo> processes;
  private final Optional<Outcome> outcome;
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<Frame, Integer> frames = new LinkedHashMap<>();

  private ProfileDocument(
      Profile profile,
      Session session,
      View view,
      List<ProcessInfo> processes,
      Optional<Outcome> outcome) {
    this.profile = profile;
    this.session = session;
    this.view = view;
    this.processes = processes;
    this.outcome = outcome;
  }

  static ProfileDocument of(Recording recording, View view) throws IOException {
    Folding folding = new Folding(recording.session(), view);
    List<ProcessInfo> processes = new ArrayList<>();
    recording.tell(
        new RecordingVisitor() {
          @Override
          public void process(ProcessInfo process) {
            processes.add(process);
            folding.process(process);
          }

          @Override
          public void thread(ThreadInfo thread) {
            folding.thread(thread);
          }

          @Override
          public void sample(Sample sample) {
            folding.sample(sample);
          }

          @Override
          public void end(Outcome outcome) {
            folding.end(outcome);
          }
        });
    return new ProfileDocument(
        folding.profile(), recording.session(), view, processes, folding.outcome());
  }

  /// For the window's name: what was recorded.
  String title() {
    return processes.isEmpty() ? "profile" : program(processes.getFirst());
  }

  private record Visit(CallTree node, int depth) {}

  void write(OutputStream out) {
    List<Integer> depths = new ArrayList<>();
    List<Integer> nodeFrames = new ArrayList<>();
    List<Long> own = new ArrayList<>();
    CallTree root = CallTree.of(profile);
    List<Visit> visits = new ArrayList<>();
    push(visits, root, 1);
    while (!visits.isEmpty()) {
      Visit visit = visits.removeLast();
      depths.add(visit.depth);
      nodeFrames.add(frames.computeIfAbsent(visit.node.frame(), _ -> frames.size()));
      own.add(visit.node.self());
      push(visits, visit.node, visit.depth + 1);
    }
    JsonWriter json = new JsonWriter(out);
    json.object();
    json.key("format").text("hotclub-flamegraph");
    json.key("version").number(1);
    json.key("unit").text(unit(profile.unit()));
    json.key("periodNanos").number(profile.periodNanos());
    frames(json);
    json.key("strings").array();
    strings.keySet().forEach(json::text);
    json.end();
    json.key("nodes").object();
    column(json, "depth", depths);
    column(json, "frame", nodeFrames);
    column(json, "own", own);
    json.end();
    summary(json);
    json.end().finish();
  }

  /// The callees of a node, so that the first is taken first.
  private static void push(List<Visit> visits, CallTree node, int depth) {
    List<CallTree> callees = List.copyOf(node.callees()).reversed();
    callees.forEach(callee -> visits.add(new Visit(callee, depth)));
  }

  private static String unit(Unit unit) {
    return switch (unit) {
      case SAMPLES -> "samples";
      case NANOSECONDS -> "nanoseconds";
      case BYTES -> "bytes";
    };
  }

  private void frames(JsonWriter json) {
    json.key("frames").object();
    List<Frame> all = List.copyOf(frames.keySet());
    column(json, "name", all.stream().map(frame -> string(frame.function())).toList());
    column(json, "file", all.stream().map(frame -> string(frame.shortFile())).toList());
    column(json, "path", all.stream().map(frame -> string(frame.file())).toList());
    column(json, "line", all.stream().map(Frame::line).toList());
    column(json, "origin", all.stream().map(ProfileDocument::origin).toList());
    json.end();
  }

  private int string(String text) {
    return strings.computeIfAbsent(text, _ -> strings.size());
  }

  private static int origin(Frame frame) {
    boolean group =
        frame.file().isEmpty()
            && (frame.function().startsWith("process ") || frame.function().startsWith("thread ("));
    return group
        ? GROUP
        : switch (Origin.of(frame)) {
          case OWN -> 0;
          case LIBRARY -> 1;
          case INTERPRETER -> 2;
        };
  }

  private static void column(JsonWriter json, String name, List<? extends Number> values) {
    json.key(name).array();
    values.forEach(value -> json.number(value.longValue()));
    json.end();
  }

  private void summary(JsonWriter json) {
    json.key("summary").object();
    json.key("title").text(title());
    json.key("start").text(session.start().toString());
    json.key("ratePerSecond").number(session.ratePerSecond());
    json.key("reader").text(session.reader().word());
    json.key("producer").text(session.producer());
    outcome.ifPresent(end -> outcome(json, end));
    json.key("processes").array();
    processes.stream().limit(MOST_PROCESS_LINES).map(ProfileDocument::line).forEach(json::text);
    if (processes.size() > MOST_PROCESS_LINES) {
      json.text("and " + (processes.size() - MOST_PROCESS_LINES) + " more processes");
    }
    json.end();
    switch (view.counting()) {
      case BUSY -> json.key("leftOut").text("idle threads are left out (--idle shows them)");
      case GIL_HOLDER -> json.key("leftOut").text("only threads that held the GIL are shown");
      case IDLE_TOO -> {}
    }
    json.end();
  }

  private static void outcome(JsonWriter json, Outcome end) {
    Losses losses = end.losses();
    Cost cost = end.cost();
    json.key("durationNanos").number(end.duration().toNanos());
    json.key("end").text(end.end());
    json.key("losses").object();
    json.key("exact").number(losses.exact());
    json.key("approximate").number(losses.approximate());
    json.key("lost").number(losses.lost());
    json.key("late").number(losses.late());
    json.key("cut").number(losses.cut());
    json.end();
    json.key("cost").object();
    json.key("heldNanos").number(cost.held().toNanos());
    json.key("cpuNanos").number(cost.cpu().toNanos());
    json.key("kernelCpuNanos").number(cost.kernelCpu().toNanos());
    json.end();
  }

  /// `gunicorn shop.wsgi` of `/srv/venv/bin/python3 /srv/venv/bin/gunicorn shop.wsgi -w 4`.
  private static String program(ProcessInfo process) {
    List<String> words = process.command();
    int script = 1;
    while (script < words.size() && words.get(script).startsWith("-")) {
      script++;
    }
    String name = words.isEmpty() ? "python" : fileName(words.getFirst());
    if (script < words.size()) {
      name = fileName(words.get(script));
      String next = script + 1 < words.size() ? words.get(script + 1) : "";
      name = next.isEmpty() || next.startsWith("-") ? name : name + " " + next;
    }
    return name + " (" + process.pid() + ")";
  }

  private static String fileName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }

  private static String line(ProcessInfo process) {
    String command = String.join(" ", process.command());
    String shown =
        command.length() > MOST_COMMAND_CHARACTERS
            ? command.substring(0, MOST_COMMAND_CHARACTERS) + "…"
            : command;
    return process.pid() + " " + shown + " · python " + process.python();
  }
}
