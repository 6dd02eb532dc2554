package dev.hotclub.codec.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hotclub.codec.proto.ProtoWriter;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// Turns a message in OTLP's JSON encoding into the same message in protobuf, so that one reader
/// knows what it means.
///
/// The encoding is that of protobuf with two exceptions: ids are hexadecimal, and enums are numbers
/// (names are taken too). 64-bit numbers are texts or numbers. Unknown members are passed over.
final class OtlpJson {
  /// Real messages nest 12 deep; attributes may hold lists of maps.
  private static final int DEEPEST = 64;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(8 << 20)
                  .maxNameLength(1_000)
                  .maxNumberLength(100)
                  .build())
          .build();

  /// @return the message in protobuf
  byte[] protobuf(byte[] bytes, int length, OtlpSchema.Message schema) throws MalformedOtlp {
    try (JsonParser parser = factory.createParser(bytes, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedOtlp("the message is no JSON object");
      }
      ProtoWriter out = new ProtoWriter();
      message(parser, schema, out);
      if (parser.nextToken() != null) {
        throw new MalformedOtlp("something follows the message");
      }
      return out.toByteArray();
    } catch (com.fasterxml.jackson.core.JacksonException malformed) {
      throw new MalformedOtlp("JSON: " + firstLine(malformed.getOriginalMessage()));
    } catch (IOException malformed) {
      throw new MalformedOtlp("JSON: " + malformed.getMessage());
    } catch (IllegalArgumentException malformed) {
      throw new MalformedOtlp(
          "a value is not what OTLP has there: "
              + firstLine(String.valueOf(malformed.getMessage())));
    }
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.length() > 200 ? line.substring(0, 200) : line;
  }

  private static void message(JsonParser parser, OtlpSchema.Message schema, ProtoWriter out)
      throws IOException, MalformedOtlp {
    Map<String, OtlpSchema.Field> fields = schema.fields();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      OtlpSchema.Field field = fields.get(camelCase(parser.currentName()));
      JsonToken token = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          value(parser, field, out);
        }
      } else {
        value(parser, field, out);
      }
    }
  }

  /// protobuf's own names are taken too, `resource_spans`.
  private static String camelCase(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    for (String part : name.split("_", -1)) {
      out.append(
          out.isEmpty() || part.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return out.toString();
  }

  private static void value(JsonParser parser, OtlpSchema.Field field, ProtoWriter out)
      throws IOException, MalformedOtlp {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (field.type() instanceof OtlpSchema.Message schema) {
      if (token != JsonToken.START_OBJECT) {
        throw new MalformedOtlp("field " + field.number() + " is no JSON object");
      }
      ProtoWriter inner = new ProtoWriter();
      message(parser, schema, inner);
      out.message(field.number(), inner);
      return;
    }
    if (token.isStructStart()) {
      throw new MalformedOtlp("field " + field.number() + " is a JSON " + token);
    }
    scalar(parser, (OtlpSchema.Scalar) field.type(), field.number(), out);
  }

  private static void scalar(JsonParser parser, OtlpSchema.Scalar type, int number, ProtoWriter out)
      throws IOException, MalformedOtlp {
    String text = parser.getText();
    switch (type) {
      case TEXT -> out.text(number, text);
      case HEX -> out.run(number, HexFormat.of().parseHex(text));
      case BASE64 -> out.run(number, Base64.getDecoder().decode(text));
      case BOOL -> out.present(number, text.equals("true") ? 1 : 0);
      case VARINT -> out.present(number, whole(text));
      case ZIGZAG -> {
        long value = whole(text);
        out.present(number, value << 1 ^ value >> 63);
      }
      case FIXED64 -> out.presentFixed64(number, whole(text));
      case FIXED32 -> out.presentFixed32(number, (int) whole(text));
      case DOUBLE -> out.presentFixed64(number, Double.doubleToLongBits(Double.parseDouble(text)));
      case ENUM -> out.present(number, enumeration(text));
    }
  }

  /// Unsigned numbers come with up to 20 digits.
  private static long whole(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }

  private static long enumeration(String text) throws MalformedOtlp {
    Integer named = OtlpSchema.ENUMS.get(text);
    if (named != null) {
      return named;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException unknown) {
      throw new MalformedOtlp("no kind, status or temporality is called " + firstLine(text));
    }
  }
}
