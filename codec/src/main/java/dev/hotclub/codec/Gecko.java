package dev.hotclub.codec;

import dev.hotclub.codec.ThreadByThread.Lane;
import dev.hotclub.codec.json.JsonWriter;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Recording;
import dev.hotclub.model.Session;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;

/// JSON that the Firefox Profiler (profiler.firefox.com) opens: its processed format, version 48
/// (`docs-developer/CHANGELOG-formats.md` of github.com/firefox-devtools/profiler), which later
/// releases bring up to date as they load it.
///
/// Each thread has its tables. A run of equal samples is one entry with the run's weight; where a
/// thread was not counted, and at its end, stands an entry without a stack.
public final class Gecko {
  private static final int FORMAT_VERSION = 48;

  /// Gecko's own format, of which the processed one of that version is made.
  private static final int GECKO_VERSION = 29;

  private Gecko() {}

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    try {
      ThreadByThread threads = new ThreadByThread(recording, view);
      Session session = recording.session();
      JsonWriter json = new JsonWriter(out);
      json.object();
      json.key("meta").object();
      meta(json, session);
      quality(json, session, threads.outcome());
      json.end();
      json.key("libs").array().end();
      json.key("pages").array().end();
      json.key("threads").array();
      GeckoThread thread = new GeckoThread(json, session, view, threads.owners());
      threads.tell(threads.lanes(order()), thread::write);
      json.end().end().finish();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  /// A process's main thread first, then those that did most.
  private static Comparator<Lane> order() {
    return Comparator.comparingInt((Lane lane) -> lane.process().pid())
        .thenComparing(lane -> !GeckoThread.isMain(lane))
        .thenComparing(Comparator.comparingLong(Lane::ticks).reversed());
  }

  private static void meta(JsonWriter json, Session session) {
    json.key("interval").number(session.periodNanos() / 1e6);
    json.key("startTime").number(session.start().toEpochMilli());
    json.key("processType").number(0);
    json.key("product").text("Python");
    json.key("importedFrom").text(session.producer());
    json.key("stackwalk").number(1);
    json.key("debug").bool(false);
    json.key("version").number(GECKO_VERSION);
    json.key("preprocessedProfileVersion").number(FORMAT_VERSION);
    json.key("symbolicated").bool(true);
    json.key("usesOnlyOneStackType").bool(true);
    json.key("doesNotUseFrameImplementation").bool(true);
    json.key("sourceCodeIsNotOnSearchfox").bool(true);
    json.key("markerSchema").array().end();
    json.key("sampleUnits").object();
    json.key("time").text("ms").key("eventDelay").text("ms").key("threadCPUDelta").text("ns");
    json.end();
    json.key("categories").array();
    for (GeckoCategory category : GeckoCategory.values()) {
      json.object().key("name").text(category.word()).key("color").text(category.colour());
      json.key("subcategories").array().text("Other").end().end();
    }
    json.end();
    json.key("extensions").object();
    json.key("id").array().end().key("name").array().end().key("baseURL").array().end();
    json.key("length").number(0).end();
  }

  /// What was missed, for the page that the profiler shows of a profile.
  private static void quality(JsonWriter json, Session session, Optional<Outcome> outcome) {
    Losses losses = outcome.map(Outcome::losses).orElse(Losses.NONE);
    json.key("extra").array().object().key("label").text("Recording").key("entries").array();
    entry(json, "Reader", "string").text(session.reader().word()).end();
    entry(json, "Samples per second", "integer").number(session.ratePerSecond()).end();
    entry(json, "Exact samples", "integer").number(losses.exact()).end();
    entry(json, "Approximate samples", "integer").number(losses.approximate()).end();
    entry(json, "Lost samples", "integer").number(losses.lost()).end();
    entry(json, "Late samples", "integer").number(losses.late()).end();
    entry(json, "Cut samples", "integer").number(losses.cut()).end();
    json.end().end().end();
  }

  private static JsonWriter entry(JsonWriter json, String label, String format) {
    return json.object().key("label").text(label).key("format").text(format).key("value");
  }
}
