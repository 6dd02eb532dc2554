package dev.hotclub.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the official classes write is what is read.
final class OtlpTracesRandomTest {
  private final OtlpTraces traces = new OtlpTraces();

  @Test
  void spansAreReadAsTheOfficialClassesHaveThem() throws Exception {
    for (int round = 0; round < 400; round++) {
      long seed = Long.getLong("hotclub.seed", 1_934L) + round;
      ExportTraceServiceRequest request = random(new Random(seed));
      byte[] bytes = request.toByteArray();
      OtlpTraces.Received received = traces.read(bytes, bytes.length);
      assertThat(received.rejected()).as("seed %d", seed).isZero();
      List<Span> sent = new ArrayList<>();
      request
          .getResourceSpansList()
          .forEach(
              each -> each.getScopeSpansList().forEach(scope -> sent.addAll(scope.getSpansList())));
      assertThat(received.spans()).as("seed %d", seed).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        compare(sent.get(i), received.spans().get(i), seed);
      }
    }
  }

  private static void compare(Span sent, dev.hotclub.model.trace.Span read, long seed)
      throws Exception {
    String as = "seed " + seed;
    assertThat(read.trace().toString()).as(as).isEqualTo(hex(sent.getTraceId().toByteArray()));
    assertThat(read.hexId()).as(as).isEqualTo(hex(sent.getSpanId().toByteArray()));
    assertThat(read.parent()).as(as).isEqualTo(sent.getParentSpanId().isEmpty() ? 0 : parent(sent));
    assertThat(read.name()).as(as).isEqualTo(sent.getName());
    assertThat(read.kind().name())
        .as(as)
        .isEqualTo(
            sent.getKindValue() == 0
                ? "INTERNAL"
                : sent.getKind().name().replace("SPAN_KIND_", ""));
    assertThat(read.startNanos()).as(as).isEqualTo(sent.getStartTimeUnixNano());
    assertThat(read.nanos())
        .as(as)
        .isEqualTo(sent.getEndTimeUnixNano() - sent.getStartTimeUnixNano());
    assertThat(read.outcome().name())
        .as(as)
        .isEqualTo(sent.getStatus().getCode().name().replace("STATUS_CODE_", ""));
    assertThat(read.failures())
        .as(as)
        .hasSize(
            (int)
                sent.getEventsList().stream()
                    .filter(event -> event.getName().equals("exception"))
                    .count());
    // attributes that have no field are kept to the last bit
    List<KeyValue> kept = Span.parseFrom(read.attributes().bytes()).getAttributesList();
    assertThat(kept).as(as).containsExactlyInAnyOrderElementsOf(sent.getAttributesList());
  }

  private static long parent(Span sent) {
    return sent.getParentSpanId().asReadOnlyByteBuffer().getLong();
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static ExportTraceServiceRequest random(Random random) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      ResourceSpans.Builder resource =
          ResourceSpans.newBuilder()
              .setResource(
                  Resource.newBuilder().addAttributes(Requests.text("service.name", "s" + i)))
              .setSchemaUrl("schema");
      for (int j = random.nextInt(3); j >= 0; j--) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        scope.getScopeBuilder().setName("scope").setVersion("1");
        for (int k = random.nextInt(20); k > 0; k--) {
          scope.addSpans(span(random));
        }
        resource.addScopeSpans(scope);
      }
      request.addResourceSpans(resource);
    }
    return request.build();
  }

  private static Span.Builder span(Random random) {
    long start = Requests.START + random.nextInt(1_000_000_000);
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(Requests.id(16, 1 + random.nextInt(5)))
            .setSpanId(Requests.id(8, random.nextLong() | 1))
            .setName(Requests.word(random))
            .setKindValue(random.nextInt(5))
            .setTraceState(Requests.word(random))
            .setFlags(random.nextInt(1024))
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(start + random.nextInt(1_000_000_000))
            .setStatus(
                Status.newBuilder()
                    .setCodeValue(random.nextInt(3))
                    .setMessage(Requests.word(random)))
            .setDroppedAttributesCount(random.nextInt(3));
    if (random.nextBoolean()) {
      span.setParentSpanId(Requests.id(8, random.nextLong() | 1));
    }
    for (int i = random.nextInt(20); i > 0; i--) {
      span.addAttributes(
          KeyValue.newBuilder()
              .setKey("own." + i + Requests.word(random))
              .setValue(Requests.anyValue(random, 0)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addEvents(
          Span.Event.newBuilder()
              .setName(random.nextBoolean() ? "exception" : "else")
              .setTimeUnixNano(start)
              .addAttributes(Requests.text("exception.type", "ValueError")));
    }
    span.addLinks(
        Span.Link.newBuilder().setTraceId(Requests.id(16, 3)).setSpanId(Requests.id(8, 3)));
    return span;
  }
}
