package dev.hotclub.cli.top;

import dev.hotclub.cli.Doing;
import dev.hotclub.cli.Json;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Origin;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.sampler.live.LiveQuality;
import dev.hotclub.sampler.live.LiveRow;
import dev.hotclub.sampler.live.LiveThread;
import dev.hotclub.sampler.live.LiveView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// One window as one line of JSON. Schema: `docs/top-json.md`.
final class TopJson {
  private final Json json;

  private TopJson(StringBuilder out) {
    this.json = new Json(out, Json.Layout.ONE_LINE);
  }

  /// @param time when the window ended
  static String of(Facts facts, TopState state, Instant time) {
    StringBuilder out = new StringBuilder();
    new TopJson(out).window(facts, state, time);
    return out.toString();
  }

  private void window(Facts facts, TopState state, Instant time) {
    LiveView view = facts.view();
    json.object();
    json.key("time").text(time.toString());
    json.key("window_seconds").number(seconds(view.window()));
    json.key("total_seconds").number(seconds(view.sinceReset()));
    json.key("reader").text(facts.session().reader().word());
    json.key("rate").number(facts.session().ratePerSecond());
    quality(view.quality());
    json.key("cpu").number(rounded(facts.cpuShare()));
    json.key("gil").number(rounded(view.gilShare()));
    json.key("active").number(rounded(view.busyShare()));
    json.key("counted").text(state.counting().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.key("counted_samples").number(view.samples());
    json.key("processes").array();
    view.processes().forEach(this::process);
    json.endArray();
    json.key("threads").array();
    Arranged.threads(view).forEach(this::thread);
    json.endArray();
    json.key("rows").array();
    List<LiveRow> rows = Arranged.rows(view, state);
    rows.forEach(this::row);
    json.endArray();
    json.endObject();
  }

  private void quality(LiveQuality quality) {
    Losses losses = quality.losses();
    json.key("achieved_rate").number(rounded(quality.achievedPerSecond()));
    json.key("exact").number(losses.exact());
    json.key("approximate").number(losses.approximate());
    json.key("lost").number(losses.lost());
    json.key("late").number(losses.late());
    json.key("cut").number(losses.cut());
    json.key("held").number(rounded(quality.heldShare()));
    json.key("profiler").number(rounded(quality.profilerShare()));
  }

  private void process(ProcessInfo process) {
    json.object();
    json.key("pid").number(process.pid());
    json.key("ppid").number(process.parentPid());
    json.key("command_line").text(String.join(" ", process.command()));
    json.key("python").text(process.python());
    json.endObject();
  }

  private void thread(LiveThread thread) {
    json.object();
    json.key("pid").number(thread.thread().pid());
    json.key("os_thread_id").number(thread.thread().nativeId());
    json.key("thread_name");
    if (thread.thread().name().isEmpty()) {
      json.nothing();
    } else {
      json.text(thread.thread().name());
    }
    json.key("active").number(rounded(thread.busyShare()));
    json.key("gil").number(rounded(thread.gilShare()));
    json.key("state").text(Doing.word(thread.activity()));
    json.endObject();
  }

  private void row(LiveRow row) {
    json.object();
    json.key("name").text(row.frame().function());
    json.key("filename").text(row.frame().file());
    json.key("short_filename").text(row.frame().shortFile());
    json.key("line").number(row.frame().line());
    json.key("origin").text(Origin.of(row.frame()).name().toLowerCase(Locale.ROOT));
    json.key("own").number(rounded(row.ownShare()));
    json.key("total").number(rounded(row.totalShare()));
    json.key("own_seconds").number(seconds(row.own()));
    json.key("total_seconds").number(seconds(row.total()));
    json.endObject();
  }

  private static double seconds(Duration duration) {
    return rounded(duration.toNanos() / 1e9);
  }

  /// More digits than these say nothing at any rate a window can have.
  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
