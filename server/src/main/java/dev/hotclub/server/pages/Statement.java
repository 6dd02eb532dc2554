package dev.hotclub.server.pages;

import dev.hotclub.analysis.SqlShape;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// The calls of one statement shape in one unit of work.
///
/// @param shape 16 hexadecimal digits
/// @param text as it was sent first
/// @param different how many different sets of parameters; −1 if the sender does not say
/// @param rows fetched by all calls; −1 if unknown
/// @param sites where own code called it, most frequent first
public record Statement(
    String shape,
    String text,
    String summary,
    String system,
    String alias,
    String relation,
    int calls,
    int different,
    long nanos,
    long maxNanos,
    long rows,
    List<Place> sites) {

  /// A call site, its template and how often it called.
  public record Place(Site site, Site template, int calls) {}

  /// By shape, the most time first.
  static List<Statement> of(List<Span> spans, BiFunction<String, String, SqlShape> shapes) {
    Map<Long, List<Span>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      if (span.call() instanceof Call.Query query) {
        groups
            .computeIfAbsent(
                shapes.apply(query.text(), query.system()).hash(), _ -> new ArrayList<>())
            .add(span);
      }
    }
    return groups.values().stream()
        .map(group ->
            of(
                group,
                shapes.apply(query(group.getFirst()).text(), query(group.getFirst()).system())))
        .sorted(Comparator.comparingLong(Statement::nanos).reversed())
        .toList();
  }

  private static Call.Query query(Span span) {
    return (Call.Query) span.call();
  }

  private static Statement of(List<Span> group, SqlShape shape) {
    Call.Query first = query(group.getFirst());
    Set<Hashes> parameters = new HashSet<>();
    Map<List<Site>, Integer> sites = new LinkedHashMap<>();
    long rows = -1;
    for (Span span : group) {
      Call.Query query = query(span);
      parameters.add(query.parameters());
      sites.merge(List.of(span.site(), query.template()), 1, Integer::sum);
      rows = query.rows() < 0 ? rows : Math.max(0, rows) + query.rows();
    }
    boolean known = first.parameters().size() > 0 || !first.text().contains("%s");
    return new Statement(
        java.util.HexFormat.of().toHexDigits(shape.hash()),
        first.text(),
        shape.summary(),
        first.system(),
        first.alias(),
        first.orm().relation(),
        group.size(),
        known ? parameters.size() : -1,
        group.stream().mapToLong(Span::nanos).sum(),
        group.stream().mapToLong(Span::nanos).max().orElse(0),
        rows,
        sites.entrySet().stream()
            .sorted(Map.Entry.<List<Site>, Integer>comparingByValue().reversed())
            .map(e -> new Place(e.getKey().get(0), e.getKey().get(1), e.getValue()))
            .toList());
  }
}
