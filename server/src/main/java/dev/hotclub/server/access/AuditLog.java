package dev.hotclub.server.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// What administrators did, one JSON object a line, appended and never changed.
public final class AuditLog {
  /// Kept in memory for the page; the file has them all.
  private static final int SHOWN = 500;

  private static final int LONGEST = 2_000;

  private final Path file;
  private final JsonFactory json = new JsonFactory();
  private final Deque<Entry> latest = new ArrayDeque<>();

  /// One action.
  ///
  /// @param who [Caller#name]
  /// @param from address of the connection
  /// @param action a word: `login`, `mute`, `vacuum`
  /// @param what it was done to, with its reason
  public record Entry(Instant at, String who, String from, String action, String what) {}

  /// @param file is made when there is something to write
  public AuditLog(Path file) {
    this.file = file;
  }

  /// Returns when the entry stands in the file: an action that cannot be recorded must not be done.
  public synchronized void add(Entry entry) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("at", entry.at().toString());
      out.writeStringField("who", cut(entry.who()));
      out.writeStringField("from", cut(entry.from()));
      out.writeStringField("action", cut(entry.action()));
      out.writeStringField("what", cut(entry.what()));
      out.writeEndObject();
    }
    Files.write(
        file,
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
    latest.addFirst(entry);
    if (latest.size() > SHOWN) {
      latest.removeLast();
    }
  }

  /// Those of this process, newest first.
  public synchronized List<Entry> latest() {
    return Collections.unmodifiableList(new ArrayList<>(latest));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
