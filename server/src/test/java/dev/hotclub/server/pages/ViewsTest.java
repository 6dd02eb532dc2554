package dev.hotclub.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.UnitRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What pages are made of, without a server.
final class ViewsTest {
  private static final long MS = 1_000_000;

  private static Call.Request request(String method, String route) {
    return new Call.Request(method, route, "", "", 200, -1, -1, 1, "", false);
  }

  private static UnitRow unit(long nanos, int queries, long queryNanos, String host) {
    Resource resource = new Resource("shop", "", "r1", host, 0, "", "", "");
    return new UnitRow(
        new TraceId(1, nanos),
        1,
        Instant.EPOCH,
        nanos,
        resource,
        "GET x",
        request("GET", "x"),
        Outcome.OK,
        "",
        queries,
        0,
        0,
        queryNanos,
        0,
        0,
        0,
        1);
  }

  @Test
  void timesHaveTwoDigitsAndAUnitThatFits() {
    assertThat(Format.time(1_900 * MS)).isEqualTo("1.9 s");
    assertThat(Format.time(212 * MS)).isEqualTo("212 ms");
    assertThat(Format.time(4_130_000)).isEqualTo("4.1 ms");
    assertThat(Format.time(52_000)).isEqualTo("52 µs");
    assertThat(Format.time(999_900_000L)).isEqualTo("1 s");
    assertThat(Format.time(150_000 * MS)).isEqualTo("2 min 30 s");
    assertThat(Format.change(100, 141)).isEqualTo("+41 %");
    assertThat(Format.change(100, 92)).isEqualTo("−8 %");
    assertThat(Format.change(0, 0)).isEqualTo("as before");
  }

  @Test
  void slowOnesThatRunMoreQueriesAreToldApartByThem() {
    List<UnitRow> slow = new ArrayList<>();
    List<UnitRow> others = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slow.add(unit(900 * MS + i, 800 + i, 850 * MS, "web" + i % 2));
      others.add(unit(50 * MS + i, 12 + i % 3, 20 * MS, "web" + i % 2));
    }
    Difference difference = Difference.of(slow, others);
    assertThat(difference.facts())
        .extracting(Difference.Fact::what)
        .contains("query time", "queries")
        .doesNotContain("host");
    Difference.Fact first = difference.facts().getFirst();
    assertThat(first.what()).isEqualTo("query time");
    assertThat(first.explained()).isBetween(0.97, 0.98);
  }

  @Test
  void whatBothSidesHaveIsNoDifference() {
    List<UnitRow> slow = new ArrayList<>();
    List<UnitRow> others = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      slow.add(unit(500 * MS, 10, 5 * MS, "web1"));
      others.add(unit(50 * MS, 10, 5 * MS, "web1"));
    }
    assertThat(Difference.of(slow, others).facts())
        .singleElement()
        .satisfies(fact -> assertThat(fact.what()).isEqualTo("computing"));
    assertThat(Difference.of(slow.subList(0, 4), others).facts()).isEmpty();
  }

  @Test
  void cliffsDeltaIsOneWhereAllAreMoreAndZeroWhereNothingDiffers() {
    List<Double> few = List.of(1.0, 2.0, 3.0);
    List<Double> many = List.of(4.0, 5.0, 6.0);
    assertThat(Difference.delta(many, few, v -> v)).isEqualTo(1);
    assertThat(Difference.delta(few, many, v -> v)).isEqualTo(-1);
    assertThat(Difference.delta(few, few, v -> v)).isEqualTo(0);
  }

  @Test
  void aHistogramKeepsEveryCountAndItsMarksDoNotTouch() {
    Buckets durations = new Buckets();
    durations.add(Buckets.of(40 * MS), 990);
    durations.add(Buckets.of(41 * MS), 5);
    durations.add(Buckets.of(1_900 * MS), 5);
    Histogram histogram = Histogram.of(durations);
    assertThat(histogram.bars().stream().mapToDouble(Histogram.Bar::count).sum()).isEqualTo(1000);
    assertThat(histogram.marks())
        .extracting(Histogram.Tick::words)
        .containsExactly("p50, p95, p99");
    assertThat(histogram.ticks()).isNotEmpty();
    assertThat(Histogram.of(new Buckets())).isEqualTo(Histogram.EMPTY);
  }

  @Test
  void aReplayNamesWhatWasNotKept() {
    Replay replay = Replay.of(request("POST", "books/<int:pk>/reviews/"));
    assertThat(replay.curl())
        .contains("-X POST")
        .contains("'SITE/books/PK/reviews/'")
        .contains("BODY");
    assertThat(replay.testClient()).contains("client.post(\"/books/PK/reviews/\", data=BODY)");
    assertThat(replay.placeholders()).contains("PK", "BODY", "SESSION_ID");
    assertThat(Replay.of(request("GET", "^old/(?P<year>[0-9]{4})/$")).testClient())
        .contains("\"/old/YEAR/\"");
    assertThat(Replay.of(request("COMMAND", "rebuild"))).isEqualTo(Replay.NONE);
    assertThat(Replay.of(request("GET", "x'; rm -rf ~ #/\"$(id)`id`")).curl())
        .doesNotContain("x';")
        .doesNotContain("`")
        .doesNotContain("$(");
  }

  @Test
  void aSparkLineBreaksAtGaps() {
    assertThat(
            Spark.path(List.of(1.0, 2.0, Double.NaN, 4.0), 30, 10)
                .chars()
                .filter(c -> c == 'M')
                .count())
        .isEqualTo(2);
    assertThat(Spark.path(List.of(), 30, 10)).isEmpty();
  }
}
