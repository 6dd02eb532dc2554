package dev.hotclub.codec.otlp;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Failure;
import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.SpanKind;
import dev.hotclub.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Reads `ExportTraceServiceRequest`, which is `TracesData`. One at a time: it keeps texts that
/// come again.
public final class OtlpTraces {
  /// Exporters send a few hundred; collectors up to ten thousand.
  private static final int MOST_SPANS = 100_000;

  /// Exceptions of one span.
  private static final int MOST_FAILURES = 32;

  private static final int RESOURCE_SPANS = 1 << 3 | ProtoReader.BYTES;

  private final Texts texts = new Texts();
  private final KeyTable table = new KeyTable();
  private final Slots slots = new Slots(table, texts);
  private final Slots eventSlots = new Slots(table, texts);
  private final Calls calls = new Calls(slots);
  private final Resources resources = new Resources(table, texts);
  private TraceId lastTrace = new TraceId(0, 0);

  private List<Span> spans = new ArrayList<>();
  private int rejected;
  private String reason = "";

  /// What was in a message.
  ///
  /// @param spans in their order in the message
  /// @param rejected spans that are none: without an id, or past a limit
  /// @param reason why the first was; empty if none was
  /// @param cut attributes that were left out, past a limit
  public record Received(List<Span> spans, int rejected, String reason, long cut) {}

  /// @throws MalformedOtlp if the bytes are no such message; nothing of it counts then
  public Received read(byte[] bytes, int length) throws MalformedOtlp {
    spans = new ArrayList<>();
    rejected = 0;
    reason = "";
    ProtoReader in = new ProtoReader(bytes, 0, length);
    while (in.more()) {
      int tag = in.tag();
      if (tag == RESOURCE_SPANS) {
        int outer = in.open();
        resourceSpans(in);
        in.close(outer);
      } else {
        in.skip(tag);
      }
    }
    return new Received(spans, rejected, reason, slots.cut() + eventSlots.cut());
  }

  /// The same in OTLP's JSON encoding.
  ///
  /// @throws MalformedOtlp if it is no such message
  public Received readJson(byte[] bytes, int length) throws MalformedOtlp {
    byte[] message = new OtlpJson().protobuf(bytes, length, new OtlpSchema().traces());
    return read(message, message.length);
  }

  private void resourceSpans(ProtoReader in) throws MalformedOtlp {
    Resource resource = resources.of(in);
    while (in.more()) {
      int tag = in.tag();
      if (tag == (2 << 3 | ProtoReader.BYTES)) {
        int outer = in.open();
        scopeSpans(in, resource);
        in.close(outer);
      } else {
        in.skip(tag);
      }
    }
  }

  private void scopeSpans(ProtoReader in, Resource resource) throws MalformedOtlp {
    while (in.more()) {
      int tag = in.tag();
      if (tag == (2 << 3 | ProtoReader.BYTES)) {
        int outer = in.open();
        span(in, resource);
        in.close(outer);
      } else {
        in.skip(tag);
      }
    }
  }

  private void reject(String why) {
    rejected++;
    if (reason.isEmpty()) {
      reason = why;
    }
  }

  private void span(ProtoReader in, Resource resource) throws MalformedOtlp {
    if (spans.size() >= MOST_SPANS) {
      reject("a message has more than " + MOST_SPANS + " spans");
      return;
    }
    slots.clear(in.bytes());
    long high = 0;
    long low = 0;
    long id = 0;
    long parent = 0;
    String traceState = "";
    String name = "";
    SpanKind kind = SpanKind.INTERNAL;
    long start = 0;
    long end = 0;
    Outcome outcome = Outcome.UNSET;
    int flags = 0;
    List<Failure> failures = List.of();
    while (in.more()) {
      int tag = in.tag();
      switch (tag) {
        case 1 << 3 | ProtoReader.BYTES -> {
          int outer = in.open();
          boolean whole = in.left() == 16;
          high = whole ? Long.reverseBytes(in.fixed64()) : 0;
          low = whole ? Long.reverseBytes(in.fixed64()) : 0;
          in.close(outer);
        }
        case 2 << 3 | ProtoReader.BYTES -> id = spanId(in);
        case 3 << 3 | ProtoReader.BYTES -> traceState = text(in);
        case 4 << 3 | ProtoReader.BYTES -> parent = spanId(in);
        case 5 << 3 | ProtoReader.BYTES -> name = text(in);
        case 6 << 3 | ProtoReader.VARINT -> kind = kind(in.varint());
        case 7 << 3 | ProtoReader.FIXED64 -> start = in.fixed64();
        case 8 << 3 | ProtoReader.FIXED64 -> end = in.fixed64();
        case 9 << 3 | ProtoReader.BYTES -> slots.read(in);
        case 11 << 3 | ProtoReader.BYTES -> failures = event(in, failures);
        case 15 << 3 | ProtoReader.BYTES -> outcome = status(in);
        case 16 << 3 | ProtoReader.FIXED32 -> flags = in.fixed32();
        default -> in.skip(tag);
      }
    }
    if ((high | low) == 0 || id == 0) {
      reject("a span has no trace id of 16 bytes or no span id of 8 bytes");
      return;
    }
    if (start <= 0 || end <= 0) {
      reject("a span has no time");
      return;
    }
    if (lastTrace.high() != high || lastTrace.low() != low) {
      lastTrace = new TraceId(high, low);
    }
    Call call = calls.of(kind, name, parentOf(parent, flags), traceState);
    List<Site> stack = slots.stack(Key.STACK);
    spans.add(
        new Span(
            lastTrace,
            id,
            parent,
            kind,
            name,
            start,
            Math.max(0, end - start),
            outcome,
            call,
            calls.site(stack),
            stack,
            failures,
            resource,
            slots.others()));
  }

  /// Bit 8 of the flags says that bit 9 is known: whether the parent is in another process.
  private static Calls.Parent parentOf(long parent, int flags) {
    if (parent == 0) {
      return Calls.Parent.REMOTE;
    }
    if ((flags & 0x100) == 0) {
      return Calls.Parent.UNKNOWN;
    }
    return (flags & 0x200) == 0 ? Calls.Parent.LOCAL : Calls.Parent.REMOTE;
  }

  private static long spanId(ProtoReader in) throws MalformedOtlp {
    int outer = in.open();
    long id = in.left() == 8 ? Long.reverseBytes(in.fixed64()) : 0;
    in.close(outer);
    return id;
  }

  private String text(ProtoReader in) throws MalformedOtlp {
    int outer = in.open();
    String text = texts.text(in.bytes(), in.at(), in.at() + in.left());
    in.close(outer);
    return text;
  }

  private static SpanKind kind(long number) {
    return number >= 1 && number <= 5 ? KINDS.get((int) number - 1) : SpanKind.INTERNAL;
  }

  private static final List<SpanKind> KINDS = List.of(SpanKind.values());

  private static Outcome status(ProtoReader in) throws MalformedOtlp {
    int outer = in.open();
    long code = 0;
    while (in.more()) {
      int tag = in.tag();
      if (tag == (3 << 3 | ProtoReader.VARINT)) {
        code = in.varint();
      } else {
        in.skip(tag);
      }
    }
    in.close(outer);
    return code == 2 ? Outcome.ERROR : code == 1 ? Outcome.OK : Outcome.UNSET;
  }

  private List<Failure> event(ProtoReader in, List<Failure> before) throws MalformedOtlp {
    int outer = in.open();
    eventSlots.clear(in.bytes());
    String name = "";
    while (in.more()) {
      int tag = in.tag();
      switch (tag) {
        case 2 << 3 | ProtoReader.BYTES -> name = text(in);
        case 3 << 3 | ProtoReader.BYTES -> eventSlots.read(in);
        default -> in.skip(tag);
      }
    }
    in.close(outer);
    if (!name.equals("exception") || before.size() >= MOST_FAILURES) {
      return before;
    }
    List<Failure> failures = new ArrayList<>(before);
    List<Site> own = eventSlots.stack(Key.STACK);
    List<Site> traceback = own.isEmpty() ? eventSlots.traceback(Key.EXCEPTION_STACK) : own;
    failures.add(
        new Failure(
            eventSlots.text(Key.EXCEPTION_TYPE),
            eventSlots.text(Key.EXCEPTION_MESSAGE),
            traceback == null ? List.of() : traceback,
            eventSlots.flag(Key.EXCEPTION_ESCAPED)));
    return failures;
  }
}
