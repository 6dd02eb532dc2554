package dev.hotclub.codec;

import dev.hotclub.codec.ThreadByThread.Lane;
import dev.hotclub.codec.ThreadByThread.Samples;
import dev.hotclub.codec.json.JsonWriter;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Owners;
import dev.hotclub.model.Recording;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.StackMemo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The JSON that speedscope opens, as py-spy 0.4.3 writes it: one sampled profile for each thread,
/// weights in seconds, frames shared. A wait that was timed is one entry of its whole weight.
public final class Speedscope {
  private final JsonWriter json;
  private final Session session;
  private final View view;
  private final Owners owners;
  private final Numbering<Frame> frames = new Numbering<>(0);

  private Speedscope(JsonWriter json, Session session, View view, Owners owners) {
    this.json = json;
    this.session = session;
    this.view = view;
    this.owners = owners;
  }

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    try {
      ThreadByThread threads = new ThreadByThread(recording, view);
      Session session = recording.session();
      JsonWriter json = new JsonWriter(out);
      Speedscope file = new Speedscope(json, session, view, threads.owners());
      json.object();
      json.key("$schema").text("https://www.speedscope.app/file-format-schema.json");
      json.key("profiles").array();
      threads.tell(threads.lanes(Comparator.comparing(file::title)), file::profile);
      json.end();
      json.key("shared").object().key("frames").array();
      file.frames.values().forEach(file::frame);
      json.end().end();
      json.key("activeProfileIndex").nothing();
      json.key("exporter").text(session.producer().replace(' ', '@'));
      json.key("name").text(Caption.of(session, threads.outcome()));
      json.end().finish();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private String title(Lane lane) {
    String thread = "Thread %d \"%s\"".formatted(lane.thread().nativeId(), lane.thread().name());
    return view.processes() == View.Grouping.APART
        ? "Process %d %s".formatted(lane.process().pid(), thread)
        : thread;
  }

  private void frame(Frame frame) {
    json.object();
    json.key("name").text(frame.function());
    json.key("file").text(frame.file());
    json.key("line");
    if (view.detail() == View.Detail.FUNCTIONS) {
      json.nothing();
    } else {
      json.number(frame.line());
    }
    json.key("col").nothing();
    json.end();
  }

  private void profile(Lane lane, Samples samples) throws IOException {
    StackMemo<int[]> stacks = new StackMemo<>();
    List<Frame> outer = owners.frames(view, lane.process().pid(), lane.thread().nativeId());
    json.object();
    json.key("type").text("sampled");
    json.key("name").text(title(lane));
    json.key("unit").text("seconds");
    json.key("startValue").number(0.0);
    json.key("endValue").number(seconds(lane.ticks()));
    json.key("samples").array();
    samples.each(sample -> {
      json.array();
      for (int index : stacks.of(sample.stack(), stack -> path(stack, outer))) {
        json.number(index);
      }
      json.end();
    });
    json.end();
    json.key("weights").array();
    samples.each(sample -> json.number(seconds(sample.ticks(session.periodNanos()))));
    json.end().end();
  }

  /// Numbers of frames, outermost first.
  private int[] path(Stack stack, List<Frame> outer) {
    List<Frame> path = new ArrayList<>(view.show(stack).frames());
    path.addAll(outer);
    return path.reversed().stream().mapToInt(frames::of).toArray();
  }

  private double seconds(long ticks) {
    return (double) ticks / session.ratePerSecond();
  }
}
