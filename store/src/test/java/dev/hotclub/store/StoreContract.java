package dev.hotclub.store;

import static dev.hotclub.store.Examples.NOON;
import static dev.hotclub.store.Examples.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.RowKeys;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store does, whatever engine it has.
public abstract class StoreContract {
  private static final Range DAY = new Range(NOON, NOON.plus(Duration.ofDays(1)));
  private static final TraceId TRACE = TraceId.parse("0af7651916cd43dd8448eb211c80319c");

  @TempDir Path folder;
  private Store store;

  /// Opens the store that lies in a folder, or makes it.
  protected abstract Store open(Path folder) throws IOException;

  @BeforeEach
  void begin() throws IOException {
    store = open(folder);
  }

  @AfterEach
  void end() throws IOException {
    store.close();
  }

  private void again() throws IOException {
    store.close();
    store = open(folder);
  }

  @Test
  void givesATraceBackAsItCame() throws IOException {
    Span root =
        Examples.span(TRACE, -5, 0, NOON, 80_000_000, Examples.request("GET", "books/", 200, 1));
    Span query = Examples.span(TRACE, 7, -5, NOON.plusMillis(3), 1_000_000, Examples.query());
    store.write(Examples.groups(List.of(), new SpanGroup(1, List.of(root, query))));
    again();
    assertThat(store.trace(TRACE).orElseThrow().spans()).containsExactly(root, query);
  }

  @Test
  void dropsKeysOnceTheirAnalysisIsSettled() throws IOException {
    Span query = Examples.span(TRACE, 7, 0, NOON, 1_000_000, Examples.query());
    store.write(Examples.groups(List.of(1L), new SpanGroup(1, List.of(query))));
    Call.Query kept = (Call.Query) store.trace(TRACE).orElseThrow().spans().getFirst().call();
    assertThat(kept.keys()).isEqualTo(RowKeys.NONE);
    assertThat(kept.parameters()).isEqualTo(Hashes.NONE);
    assertThat(kept.orm()).isEqualTo(Examples.query().orm());
  }

  @Test
  void joinsTheGroupsOfATrace() throws IOException {
    Span one = Examples.span(TRACE, 1, 0, NOON, 10, new Call.Render("a.html"));
    Span two = Examples.span(TRACE, 2, 1, NOON.plusNanos(1), 5, new Call.Middleware("M"));
    store.write(Examples.groups(List.of(), new SpanGroup(1, List.of(two))));
    store.write(Examples.groups(List.of(), new SpanGroup(2, List.of(one))));
    assertThat(store.trace(TRACE).orElseThrow().spans()).containsExactly(one, two);
  }

  @Test
  void knowsNothingOfATraceThatWasNotSent() throws IOException {
    assertThat(store.trace(new TraceId(0, 1))).isEmpty();
  }

  @Test
  void remembersWhatIsNotSettledOverAStart() throws IOException {
    Span span = Examples.span(TRACE, 1, 0, NOON, 10, Examples.query());
    store.write(
        Examples.groups(
            List.of(12L), new SpanGroup(11, List.of(span)), new SpanGroup(12, List.of(span))));
    again();
    assertThat(store.unsettled()).containsExactly(new SpanGroup(11, List.of(span)));
    store.write(Examples.groups(List.of(11L)));
    assertThat(store.unsettled()).isEmpty();
  }

  @Test
  void quantilesAreWithinOneBucketOfTheTruth() throws IOException {
    Random random = new Random(1934);
    long[] nanos = random.longs(5_000, 100_000, 3_000_000_000L).toArray();
    List<UnitRow> units = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      units.add(Examples.unit(TRACE, SHOP, "books/", NOON.plusMillis(i * 3L), nanos[i], 200, 1));
    }
    for (List<UnitRow> part : List.of(units.subList(0, 1_200), units.subList(1_200, 5_000))) {
      store.write(Examples.batch(part.toArray(UnitRow[]::new)));
    }
    again();
    Arrays.sort(nanos);
    OperationRow row = store.operations(DAY, Filter.ANY, "", Duration.ofDays(1)).getFirst();
    for (double q : new double[] {0.5, 0.95, 0.99}) {
      double truth = nanos[(int) Math.ceil(q * nanos.length) - 1];
      assertThat(row.durations().quantile(q) / truth).isCloseTo(1, within(0.0055));
    }
    assertThat(row.units()).isEqualTo(5_000);
    assertThat(row.queries()).isEqualTo(73 * 5_000);
  }

  @Test
  void weightsCountAsManyRequests() throws IOException {
    store.write(
        Examples.batch(
            Examples.unit(TRACE, SHOP, "a/", NOON, 1_000_000, 200, 9),
            Examples.unit(TRACE, SHOP, "a/", NOON, 500_000_000, 503, 1)));
    OperationRow row = store.operations(DAY, Filter.ANY, "GET a/", Duration.ofDays(1)).getFirst();
    assertThat(row.units()).isEqualTo(10);
    assertThat(row.failed()).isEqualTo(1);
    assertThat(row.durations().quantile(0.5)).isCloseTo(1_000_000, within(6_000.0));
  }

  @Test
  void stepsAreKeptApartAndFilteredByWhoSent() throws IOException {
    var other = Examples.resource("shop", "staging", "r2", "web2");
    store.write(
        Examples.batch(
            Examples.unit(TRACE, SHOP, "a/", NOON.plusSeconds(1), 1_000, 200, 1),
            Examples.unit(TRACE, SHOP, "a/", NOON.plusSeconds(61), 1_000, 200, 1),
            Examples.unit(TRACE, other, "a/", NOON.plusSeconds(62), 1_000, 200, 1)));
    assertThat(store.operations(DAY, Filter.ANY, "", Duration.ofMinutes(1)))
        .extracting(OperationRow::from, OperationRow::units)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(NOON, 1.0),
            org.assertj.core.groups.Tuple.tuple(NOON.plusSeconds(60), 2.0));
    assertThat(store.operations(DAY, new Filter("", "staging", "", ""), "", Duration.ofDays(1)))
        .extracting(OperationRow::units)
        .containsExactly(1.0);
    assertThat(store.operations(DAY, new Filter("none", "", "", ""), "", Duration.ofDays(1)))
        .isEmpty();
    assertThat(store.known().environments()).containsExactly("production", "staging");
    assertThat(store.known().releases()).extracting(Known.Release::release).contains("r1", "r2");
  }

  @Test
  void unitsAreFilteredSortedAndPaged() throws IOException {
    List<UnitRow> units = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      units.add(
          Examples.unit(
              new TraceId(9, i),
              SHOP,
              i % 2 == 0 ? "a/" : "b/",
              NOON.plusSeconds(i),
              (i * 7 % 30 + 1) * 1_000L,
              i == 4 ? 500 : 200,
              1));
    }
    store.write(Examples.batch(units.toArray(UnitRow[]::new)));
    UnitQuery recent = UnitQuery.recent(DAY, Filter.ANY);
    assertThat(store.units(recent)).hasSize(30).first().isEqualTo(units.get(29));
    assertThat(store.units(recent.by(UnitQuery.Order.SLOWEST, 3)))
        .extracting(UnitRow::nanos)
        .containsExactly(30_000L, 29_000L, 28_000L);
    assertThat(store.units(recent.of("GET a/"))).hasSize(15);
    UnitQuery failed =
        new UnitQuery(
            DAY,
            Filter.ANY,
            "",
            "A",
            "VIEWS",
            "GET",
            500,
            599,
            0,
            73,
            0,
            UnitQuery.Failed.ONLY,
            UnitQuery.Order.RECENT,
            10,
            0);
    assertThat(store.units(failed)).containsExactly(units.get(4));
    UnitQuery page =
        new UnitQuery(
            DAY,
            Filter.ANY,
            "",
            "",
            "",
            "",
            0,
            999,
            0,
            0,
            0,
            UnitQuery.Failed.ANY,
            UnitQuery.Order.RECENT,
            10,
            25);
    assertThat(store.units(page)).hasSize(5);
  }

  @Test
  void textFromStrangersIsOnlyText() throws IOException {
    String wicked = "'; DROP TABLE unit; -- \u0001\t\n\"";
    var resource = Examples.resource(wicked, wicked, wicked, wicked);
    store.write(Examples.batch(Examples.unit(TRACE, resource, wicked, NOON, 1, 200, 1)));
    UnitQuery query =
        new UnitQuery(
            DAY,
            Filter.ANY,
            "",
            wicked,
            wicked,
            wicked,
            0,
            999,
            0,
            0,
            0,
            UnitQuery.Failed.ANY,
            UnitQuery.Order.RECENT,
            10,
            0);
    assertThat(store.units(query)).isEmpty();
    assertThat(store.units(UnitQuery.recent(DAY, Filter.ANY)).getFirst().operation())
        .isEqualTo("GET '; DROP TABLE unit; --    \"");
  }

  @Test
  void shapesAreAddedUpAndKeptApart() throws IOException {
    for (String operation : List.of("GET a/", "GET b/")) {
      store.write(
          new Batch(
              List.of(),
              List.of(),
              List.of(
                  new Batch.ShapeTally(SHOP, Examples.shape(5, operation, NOON, 10, 2_000_000)),
                  new Batch.ShapeTally(SHOP, Examples.shape(6, operation, NOON, 1, 1_000))),
              List.of(),
              List.of(),
              List.of(),
              List.of()));
    }
    ShapeQuery all =
        new ShapeQuery(
            DAY,
            Filter.ANY,
            "",
            OptionalLong.empty(),
            ShapeQuery.Apart.SHAPE,
            Duration.ofDays(1),
            10);
    ShapeRow first = store.shapes(all).getFirst();
    assertThat(first.calls()).isEqualTo(20);
    assertThat(first.text()).isEqualTo("SELECT 5");
    assertThat(first.service()).isEqualTo("shop");
    assertThat(first.durations().quantile(0.5)).isCloseTo(2_000_000, within(11_000.0));
    ShapeQuery sites =
        new ShapeQuery(
            DAY,
            Filter.ANY,
            "GET b/",
            OptionalLong.of(5),
            ShapeQuery.Apart.SITE,
            Duration.ofDays(1),
            10);
    ShapeRow site = store.shapes(sites).getFirst();
    assertThat(site.operation()).isEqualTo("GET b/");
    assertThat(site.site().line()).isEqualTo(23);
    assertThat(site.relation()).isEqualTo("books.Book.author");
    assertThat(site.calls()).isEqualTo(10);
  }

  @Test
  void aFindingIsOpenThenFixedThenBack() throws IOException {
    var finding = Examples.finding("0123456789abcdef", "GET a/", 151_000_000);
    store.write(Examples.batch(Examples.unit(TRACE, SHOP, "a/", NOON, 1, 200, 1)));
    store.write(Examples.sighting(finding, NOON.plusSeconds(1)));
    again();
    FindingRow row = store.finding(finding.id()).orElseThrow();
    assertThat(row.latest()).isEqualTo(finding);
    assertThat(row.state()).isEqualTo(FindingState.OPEN);
    assertThat(row.firstRelease()).isEqualTo("r1");
    store.write(
        Examples.batch(Examples.unit(TRACE, SHOP, "a/", NOON.plusSeconds(60), 1, 200, 501)));
    assertThat(store.finding(finding.id()).orElseThrow().state()).isEqualTo(FindingState.FIXED);
    again();
    assertThat(store.finding(finding.id()).orElseThrow().state()).isEqualTo(FindingState.FIXED);
    store.write(Examples.sighting(finding, NOON.plusSeconds(100)));
    assertThat(store.finding(finding.id()).orElseThrow().state()).isEqualTo(FindingState.BACK);
    assertThat(store.findings(DAY, Filter.ANY, "").getFirst().lostNanos()).isEqualTo(302_000_000);
  }

  @Test
  void aMutedFindingStaysMutedWithItsReason() throws IOException {
    store.write(Examples.sighting(Examples.finding("f", "GET a/", 5), NOON));
    store.mute("f", "an import that runs once a year");
    again();
    assertThat(store.finding("f").orElseThrow().state()).isEqualTo(FindingState.MUTED);
    assertThat(store.finding("f").orElseThrow().reason())
        .isEqualTo("an import that runs once a year");
    store.mute("f", "");
    assertThat(store.finding("f").orElseThrow().state()).isEqualTo(FindingState.OPEN);
    assertThatThrownBy(() -> store.mute("g", "")).hasMessageContaining("no finding g");
  }

  @Test
  void findingsOfTheRangeComeByWhatTheyCost() throws IOException {
    store.write(Examples.sighting(Examples.finding("small", "GET a/", 5), NOON));
    store.write(Examples.sighting(Examples.finding("large", "GET b/", 50), NOON));
    store.write(Examples.sighting(Examples.finding("old", "GET c/", 500), NOON.minusSeconds(60)));
    assertThat(store.findings(DAY, Filter.ANY, ""))
        .extracting(row -> row.latest().id())
        .containsExactly("large", "small", "old");
    assertThat(store.findings(DAY, Filter.ANY, "GET a/")).hasSize(1);
  }

  @Test
  void tallyingUpChangesNoSum() throws IOException {
    for (int i = 0; i < 200; i++) {
      store.write(
          Examples.batch(
              Examples.unit(
                  TRACE,
                  SHOP,
                  "a/",
                  java.time.Instant.now().minusSeconds(86_400L - i * 10L),
                  1_000L * i + 1,
                  200,
                  1)));
    }
    Range range =
        new Range(
            java.time.Instant.now().minusSeconds(100_000), java.time.Instant.now().plusSeconds(10));
    OperationRow before = store.operations(range, Filter.ANY, "", Duration.ofDays(3)).getFirst();
    store.tidy();
    OperationRow after = store.operations(range, Filter.ANY, "", Duration.ofDays(3)).getFirst();
    assertThat(after.durations().counts()).isEqualTo(before.durations().counts());
    assertThat(after.units()).isEqualTo(200);
    assertThat(store.operations(range, Filter.ANY, "", Duration.ofSeconds(10)).size())
        .isLessThan(10);
  }

  @Test
  void whatIsTooOldIsForgotten() throws IOException {
    store.write(
        Examples.batch(
            Examples.unit(TRACE, SHOP, "a/", NOON.minus(Duration.ofDays(4_000)), 1, 200, 1)));
    store.tidy();
    assertThat(store.stats().units()).isZero();
  }

  @Test
  void aVacuumKeepsEverything() throws IOException {
    Span span = Examples.span(TRACE, 1, 0, NOON, 10, Examples.query());
    store.write(Examples.groups(List.of(), new SpanGroup(1, List.of(span))));
    store.write(Examples.batch(Examples.unit(TRACE, SHOP, "a/", NOON, 1, 200, 1)));
    store.vacuum();
    assertThat(store.trace(TRACE).orElseThrow().spans()).containsExactly(span);
    assertThat(store.stats().units()).isEqualTo(1);
    again();
    assertThat(store.stats().spans()).isEqualTo(1);
  }

  @Test
  void exportsEveryTable() throws IOException {
    store.write(Examples.batch(Examples.unit(TRACE, SHOP, "a/", NOON, 1, 200, 1)));
    Path target = folder.resolve("out");
    store.export(target);
    assertThat(target.resolve("unit.parquet")).isNotEmptyFile();
  }

  @Test
  void anEmptyRangeHasNothing() throws IOException {
    assertThat(store.units(UnitQuery.recent(DAY, Filter.ANY))).isEmpty();
    assertThat(store.operations(DAY, Filter.ANY, "", Duration.ofMinutes(1))).isEmpty();
    assertThat(store.findings(DAY, Filter.ANY, "")).isEmpty();
    assertThat(store.errors(DAY, Filter.ANY, "")).isEmpty();
    assertThat(store.stats().oldest()).isEmpty();
  }
}
