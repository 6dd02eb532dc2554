package dev.hotclub.e2e;

import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.analysis.TraceAnalysis;
import dev.hotclub.analysis.UnitReport;
import dev.hotclub.codec.otlp.MalformedOtlp;
import dev.hotclub.codec.otlp.OtlpTraces;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The scenarios of `analysis/scenarios`, run by real Django under the real package, as the server
/// would see them.
final class Scenarios {
  private static final Pattern TEXT =
      Pattern.compile("\"(\\w+)\": (\"(?:[^\"\\\\]|\\\\.)*\"|\\w+)");

  /// One of them.
  ///
  /// @param fix a part of the advised change; empty if nothing may be found
  /// @param twin the same after the fix; empty if there is none
  /// @param exact whether the prediction is the twin's count of queries
  record Scenario(String name, String fix, String kind, int findings, boolean exact, String twin) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Path folder;
  private final TraceAnalysis analysis = new TraceAnalysis(new SqlShapes());
  private final OtlpTraces decoder = new OtlpTraces();

  private Scenarios(Path folder) {
    this.folder = folder;
  }

  /// Runs them all.
  ///
  /// @param database empty for SQLite
  static Scenarios run(Path folder, String database) throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    String venv =
        said(root, root + "/scripts/venv", "scenarios", "analysis/scenarios/requirements.txt")
            .strip();
    List<String> command = new ArrayList<>();
    command.add(venv + "/bin/python");
    command.add("analysis/scenarios/run.py");
    command.add(folder.toString());
    if (!database.isEmpty()) {
      command.add(database);
    }
    String ignored = said(root, command.toArray(String[]::new));
    return new Scenarios(folder);
  }

  private static String said(Path directory, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    return said;
  }

  List<Scenario> all() throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    String json = Files.readString(folder.resolve("scenarios.json"));
    for (String one : json.split("\\}", -1)) {
      if (one.contains("\"name\"")) {
        scenarios.add(
            new Scenario(
                value(one, "name", ""),
                value(one, "fix", ""),
                value(one, "kind", ""),
                Integer.parseInt(value(one, "findings", "0")),
                value(one, "exact", "false").equals("true"),
                value(one, "twin", "")));
      }
    }
    return scenarios;
  }

  private static String value(String json, String key, String otherwise) {
    Matcher matcher = TEXT.matcher(json);
    while (matcher.find()) {
      if (matcher.group(1).equals(key)) {
        String value = matcher.group(2);
        return value.startsWith("\"")
            ? value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\u2026", "…")
            : value;
      }
    }
    return otherwise;
  }

  UnitReport report(String name) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(name + ".otlp"));
      Trace trace = new Trace(decoder.read(bytes, bytes.length).spans());
      return analysis.reports(trace).getFirst();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (MalformedOtlp malformed) {
      throw new AssertionError(malformed);
    }
  }

  /// Findings of repeats: what else was slow on this machine today is left out.
  static List<Finding> repeats(UnitReport report) {
    return report.findings().stream()
        .filter(finding ->
            finding.kind() == FindingKind.N_PLUS_ONE
                || finding.kind() == FindingKind.DUPLICATE_QUERY)
        .toList();
  }

  static FindingKind kind(Scenario scenario) {
    return FindingKind.valueOf(scenario.kind().toUpperCase(Locale.ROOT));
  }
}
