package dev.hotclub.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records as JSON: every component under its own name. Absent values and numbers that are none
/// become null, enums lower case, times ISO 8601.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// @param value a record of records, lists, maps with text or enum keys, texts and numbers
  public static String of(Object value) {
    StringWriter text = new StringWriter(16_384);
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(out, value);
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String s -> out.writeString(s);
      case Integer i -> out.writeNumber(i);
      case Long l -> out.writeNumber(l);
      case Double d when Double.isFinite(d) -> out.writeNumber(d);
      case Double d -> out.writeNull();
      case Boolean b -> out.writeBoolean(b);
      case Enum<?> e -> out.writeString(e.name().toLowerCase(Locale.ROOT));
      case Instant at -> out.writeString(at.toString());
      case Duration length -> out.writeNumber(length.toNanos());
      case Optional<?> maybe -> write(out, maybe.orElse(null));
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          Object key = entry.getKey();
          out.writeFieldName(
              key instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : String.valueOf(key));
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case Collection<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          write(out, item);
        }
        out.writeEndArray();
      }
      case Record record -> {
        out.writeStartObject();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          out.writeFieldName(component.getName());
          write(out, read(record, component));
        }
        out.writeEndObject();
      }
      default ->
          throw new IllegalStateException("no JSON is known for " + value.getClass().getName());
    }
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
