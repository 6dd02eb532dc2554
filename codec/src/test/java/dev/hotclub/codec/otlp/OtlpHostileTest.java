package dev.hotclub.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever comes, the answer is spans or [MalformedOtlp].
final class OtlpHostileTest {
  private final OtlpTraces traces = new OtlpTraces();

  private static byte[] usual() {
    return Requests.request(
            Requests.span(
                    Span.SpanKind.SPAN_KIND_SERVER,
                    "GET books/",
                    Requests.text("http.request.method", "GET"),
                    Requests.text("http.route", "books/"),
                    Requests.text("own", "kept"),
                    Requests.real("hotclub.weight", 2))
                .addEvents(
                    Span.Event.newBuilder()
                        .setName("exception")
                        .addAttributes(Requests.text("exception.type", "ValueError"))),
            Requests.span(
                Span.SpanKind.SPAN_KIND_CLIENT,
                "SELECT",
                Requests.text("db.system.name", "sqlite"),
                Requests.text("db.query.text", "SELECT 1"),
                Requests.bytes("hotclub.db.parameters", new byte[17])))
        .toByteArray();
  }

  @Test
  void aMessageThatIsCutAnywhereIsMalformedOrShorter() {
    byte[] whole = usual();
    for (int length = 0; length < whole.length; length++) {
      // a copy, so that reading past the end would be seen
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertThat(traces.read(cut, length).spans()).hasSizeLessThan(2);
      } catch (MalformedOtlp expected) {
        assertThat(expected).hasMessageContaining("byte ");
      }
    }
  }

  @Test
  void everyFlippedBitIsReadOrMalformed() {
    byte[] whole = usual();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      readOrRefuse(flipped);
    }
  }

  @Test
  void noiseIsReadOrMalformed() {
    long seed = Long.getLong("hotclub.seed", 42L);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      readOrRefuse(noise);
      byte[] spoilt = usual();
      for (int i = random.nextInt(6); i >= 0; i--) {
        spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
      }
      readOrRefuse(spoilt);
    }
  }

  private void readOrRefuse(byte[] bytes) {
    try {
      traces.read(bytes, bytes.length);
    } catch (MalformedOtlp expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    } catch (RuntimeException wrong) {
      fail("of " + java.util.HexFormat.of().formatHex(bytes), wrong);
    }
  }

  @Test
  void aThousandTimesNestedAttributeIsKeptUnread() throws Exception {
    ByteString nested = ByteString.EMPTY;
    for (int i = 0; i < 100_000 && nested.size() < 60_000; i++) {
      // AnyValue.array_value.values
      nested =
          UnknownFieldSet.newBuilder()
              .addField(5, UnknownFieldSet.Field.newBuilder().addLengthDelimited(nested).build())
              .build()
              .toByteString();
      nested =
          UnknownFieldSet.newBuilder()
              .addField(1, UnknownFieldSet.Field.newBuilder().addLengthDelimited(nested).build())
              .build()
              .toByteString();
    }
    ByteString attribute =
        UnknownFieldSet.newBuilder()
            .addField(
                1,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("deep"))
                    .build())
            .addField(2, UnknownFieldSet.Field.newBuilder().addLengthDelimited(nested).build())
            .build()
            .toByteString();
    Span.Builder span = Requests.span(Span.SpanKind.SPAN_KIND_INTERNAL, "x");
    span.setUnknownFields(
        UnknownFieldSet.newBuilder()
            .addField(9, UnknownFieldSet.Field.newBuilder().addLengthDelimited(attribute).build())
            .build());
    byte[] bytes = Requests.request(span).toByteArray();
    assertThat(traces.read(bytes, bytes.length).spans().getFirst().attributes().sizeBytes())
        .isGreaterThan(50_000);
  }

  @Test
  void attributesPastTheLimitAreCutAndCounted() throws Exception {
    Span.Builder span = Requests.span(Span.SpanKind.SPAN_KIND_INTERNAL, "x");
    for (int i = 0; i < 5_000; i++) {
      span.addAttributes(Requests.text("own." + i, "v".repeat(100)));
    }
    byte[] bytes = Requests.request(span).toByteArray();
    OtlpTraces.Received received = traces.read(bytes, bytes.length);
    assertThat(received.cut()).isGreaterThan(4_000);
    assertThat(received.spans().getFirst().attributes().sizeBytes()).isLessThanOrEqualTo(64 << 10);
  }

  @Test
  void aStatementOfMegabytesIsCut() throws Exception {
    byte[] bytes =
        Requests.request(
                Requests.span(
                    Span.SpanKind.SPAN_KIND_CLIENT,
                    "q",
                    Requests.text("db.system.name", "sqlite"),
                    Requests.text("db.query.text", "ü".repeat(2_000_000))))
            .toByteArray();
    assertThat(traces.read(bytes, bytes.length).spans().getFirst().call())
        .isInstanceOfSatisfying(
            dev.hotclub.model.trace.Call.Query.class,
            query -> assertThat(query.text()).matches("ü+").hasSize(32 << 10));
  }

  @Test
  void spansWithoutIdsAreRejectedAndTheOthersKept() throws Exception {
    byte[] bytes =
        Requests.request(
                Requests.span(Span.SpanKind.SPAN_KIND_INTERNAL, "no trace")
                    .setTraceId(ByteString.EMPTY),
                Requests.span(Span.SpanKind.SPAN_KIND_INTERNAL, "short id")
                    .setSpanId(ByteString.copyFromUtf8("abc")),
                Requests.span(Span.SpanKind.SPAN_KIND_INTERNAL, "no time").setStartTimeUnixNano(0),
                Requests.span(Span.SpanKind.SPAN_KIND_INTERNAL, "good"))
            .toByteArray();
    OtlpTraces.Received received = traces.read(bytes, bytes.length);
    assertThat(received.rejected()).isEqualTo(3);
    assertThat(received.reason()).contains("trace id");
    assertThat(received.spans()).singleElement().extracting("name").isEqualTo("good");
  }

  @Test
  void jsonThatIsDeepBrokenOrOfWrongTypesIsMalformed() {
    for (String json :
        new String[] {
          "",
          "[]",
          "{",
          "{\"resourceSpans\":7}",
          "{\"resourceSpans\":[[]]}",
          "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}",
          "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":\"noon\"}]}]}]}",
          "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":\"SPAN_KIND_ODD\"}]}]}]}",
          "{\"a\":" + "[".repeat(100_000),
          "{} {}",
        }) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> traces.readJson(bytes, bytes.length))
          .as(json.substring(0, Math.min(80, json.length())))
          .isInstanceOf(MalformedOtlp.class);
    }
  }
}
