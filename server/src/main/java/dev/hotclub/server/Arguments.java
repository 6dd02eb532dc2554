package dev.hotclub.server;

import dev.hotclub.server.ingest.IngestLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads settings from flags and, where a flag is not given, from the environment: `--store-file`
/// is `HOTCLUB_STORE_FILE`.
final class Arguments {
  static final String HELP =
      """
      usage: hotclub server [options]

      Takes traces from hotclub-django and from anybody's OpenTelemetry (OTLP over HTTP and gRPC), keeps them in one file,
      and shows them: which endpoint is slow, what it does in the database, and the line to change.

        --host ADDRESS         listen here (127.0.0.1); elsewhere an ingest token is needed
        --port PORT            for pages, API and OTLP (1934)
        --otlp-ports PORTS     for OTLP too, where they are free (4317,4318); none for no others
        --store FILE           keep everything in this file ($XDG_DATA_HOME/hotclub/hotclub.duckdb)
        --token-file FILE      the token for pages and API; made if it is not there (token, beside the store)
        --ingest-token TOKEN   what senders have to show: OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer TOKEN"
        --ingest-token-file FILE
                               the same from a file, so that it stands in no list of processes
        --keep TIME            keep traces for this long: 12h, 30d (14d)
        --keep-size SIZE       and no more than this: 500MB, 20GB (no limit)
        --max-message SIZE     the largest message, unpacked (16MB)
        --max-rate NUMBER      spans a second, more is put off (no limit)
        -h, --help

      Every option can stand in the environment: HOTCLUB_PORT, HOTCLUB_INGEST_TOKEN, HOTCLUB_KEEP_SIZE …

      examples:
        hotclub server
        hotclub server --host 0.0.0.0 --ingest-token-file /etc/hotclub/ingest-token --keep 30d --keep-size 50GB
        OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1934 opentelemetry-instrument python manage.py runserver --noreload
      """;

  private static final Set<String> FLAGS =
      Set.of(
          "--host",
          "--port",
          "--otlp-ports",
          "--store",
          "--token-file",
          "--ingest-token",
          "--ingest-token-file",
          "--keep",
          "--keep-size",
          "--max-message",
          "--max-rate");

  private final Map<String, String> given = new HashMap<>();
  private final Map<String, String> environment;

  private Arguments(List<String> words, Map<String, String> environment) throws WrongUsage {
    this.environment = environment;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String flag = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (!FLAGS.contains(flag)) {
        throw new WrongUsage("server has no option " + flag);
      }
      if (flag.equals(word)) {
        if (++i == words.size()) {
          throw new WrongUsage(flag + " wants a value");
        }
        given.put(flag, words.get(i));
      } else {
        given.put(flag, word.substring(equals + 1));
      }
    }
  }

  /// @param words behind the command
  /// @throws WrongUsage with one line that says what to do
  /// @throws IOException if a token's file cannot be read
  static Settings settings(List<String> words, Map<String, String> environment)
      throws WrongUsage, IOException {
    return new Arguments(words, environment).settings();
  }

  private Settings settings() throws WrongUsage, IOException {
    Path store = store();
    String tokenFile = text("--token-file", "");
    int message =
        (int)
            Math.min(
                Integer.MAX_VALUE - 64L,
                bytes("--max-message", IngestLimits.DEFAULT.messageBytes()));
    long pending = Math.max(IngestLimits.DEFAULT.pendingBytes(), 2L * message);
    return new Settings(
        text("--host", "127.0.0.1"),
        (int) number("--port", 1934, 65_535),
        otlpPorts(),
        store,
        tokenFile.isEmpty() ? store.resolveSibling("token") : Path.of(tokenFile).toAbsolutePath(),
        ingestToken(),
        time("--keep", Duration.ofDays(14)),
        bytes("--keep-size", 0),
        new IngestLimits(message, pending, number("--max-rate", 0, Long.MAX_VALUE)));
  }

  private String text(String flag, String otherwise) {
    String value = value(flag);
    return value == null ? otherwise : value;
  }

  private @Nullable String value(String flag) {
    String value = given.get(flag);
    if (value != null) {
      return value;
    }
    String name =
        "HOTCLUB_" + flag.substring(2).replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    String inherited = environment.get(name);
    return inherited == null || inherited.isEmpty() ? null : inherited;
  }

  private Path store() throws WrongUsage {
    String file = text("--store", "");
    if (!file.isEmpty()) {
      return Path.of(file).toAbsolutePath();
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    if (data.startsWith("/")) {
      return Path.of(data, "hotclub", "hotclub.duckdb");
    }
    String home = environment.getOrDefault("HOME", "");
    if (home.isEmpty()) {
      throw new WrongUsage("there is no home folder to keep the store in: say --store FILE");
    }
    return Path.of(home, ".local", "share", "hotclub", "hotclub.duckdb");
  }

  private String ingestToken() throws WrongUsage, IOException {
    String file = text("--ingest-token-file", "");
    if (file.isEmpty()) {
      return text("--ingest-token", "").strip();
    }
    String token = Files.readString(Path.of(file)).strip();
    if (token.isEmpty()) {
      throw new WrongUsage(file + " is empty, it should hold a token");
    }
    return token;
  }

  private List<Integer> otlpPorts() throws WrongUsage {
    String ports = text("--otlp-ports", "4317,4318");
    if (ports.equals("none")) {
      return List.of();
    }
    try {
      return Arrays.stream(ports.split(","))
          .map(String::strip)
          .map(Integer::valueOf)
          .filter(port -> port > 0 && port < 65_536)
          .toList();
    } catch (NumberFormatException wrong) {
      throw new WrongUsage(
          "--otlp-ports wants numbers with commas between them, or none, not " + ports);
    }
  }

  private long number(String flag, long otherwise, long most) throws WrongUsage {
    String value = value(flag);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // said below
    }
    throw new WrongUsage(flag + " wants a number up to " + most + ", not " + value);
  }

  private Duration time(String flag, Duration otherwise) throws WrongUsage {
    String value = value(flag);
    if (value == null) {
      return otherwise;
    }
    try {
      long count = Long.parseLong(value.substring(0, Math.max(0, value.length() - 1)));
      Duration time =
          switch (value.charAt(value.length() - 1)) {
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            case 'd' -> Duration.ofDays(count);
            default -> Duration.ZERO;
          };
      if (time.isPositive()) {
        return time;
      }
    } catch (NumberFormatException | ArithmeticException wrong) {
      // said below
    }
    throw new WrongUsage(flag + " wants a time such as 90m, 12h or 30d, not " + value);
  }

  private long bytes(String flag, long otherwise) throws WrongUsage {
    String value = value(flag);
    if (value == null) {
      return otherwise;
    }
    for (Map.Entry<String, Long> unit :
        Map.of("KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L).entrySet()) {
      if (value.endsWith(unit.getKey())) {
        try {
          long count = Long.parseLong(value.substring(0, value.length() - 2).strip());
          if (count > 0) {
            return Math.multiplyExact(count, unit.getValue());
          }
        } catch (NumberFormatException | ArithmeticException wrong) {
          // said below
        }
      }
    }
    throw new WrongUsage(flag + " wants a size such as 500MB or 20GB, not " + value);
  }
}
