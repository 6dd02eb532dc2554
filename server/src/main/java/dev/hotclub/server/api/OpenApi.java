package dev.hotclub.server.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Describes the API in OpenAPI 3.1, out of the records that are answered: what it says is what is
/// sent.
public final class OpenApi {
  private final Map<String, Object> schemas = new TreeMap<>();
  private final Map<String, Object> paths = new LinkedHashMap<>();

  /// One address.
  ///
  /// @param path as OpenAPI writes it: `/api/v1/request/{trace}/{unit}`
  /// @param answer the record that is sent
  /// @param parameters beside those in the path
  public record Address(
      String path, String summary, Class<? extends Record> answer, List<Parameter> parameters) {}

  /// A parameter of the query.
  public record Parameter(String name, String words, boolean required) {
    public static Parameter maybe(String name, String words) {
      return new Parameter(name, words, false);
    }

    public static Parameter needed(String name, String words) {
      return new Parameter(name, words, true);
    }
  }

  /// The document as JSON.
  ///
  /// @param server where the API is, for example empty or `/hotclub`
  public static String document(String server, List<Address> addresses) {
    return new OpenApi().build(server, addresses);
  }

  private OpenApi() {}

  private String build(String server, List<Address> addresses) {
    addresses.forEach(this::add);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title", "Hotclub",
            "version", "1",
            "description",
                "What every page shows, as JSON. Times end in their unit; ids are hexadecimal."));
    document.put("servers", List.of(Map.of("url", server.isEmpty() ? "/" : server)));
    document.put("security", List.of(Map.of("token", List.of())));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
    return Json.of(document);
  }

  private void add(Address address) {
    List<Object> parameters = new ArrayList<>();
    java.util.regex.Matcher inPath =
        java.util.regex.Pattern.compile("\\{(\\w+)}").matcher(address.path());
    while (inPath.find()) {
      parameters.add(parameter(inPath.group(1), "path", inPath.group(1), true));
    }
    for (Parameter parameter : address.parameters()) {
      parameters.add(parameter(parameter.name(), "query", parameter.words(), parameter.required()));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", response("what was asked for", reference(address.answer())));
    responses.put("400", response("a parameter cannot be understood", reference(Refusal.class)));
    responses.put("401", response("no token, or a wrong one", reference(Refusal.class)));
    responses.put("404", response("nothing of that name is kept", reference(Refusal.class)));
    Map<String, Object> get = new LinkedHashMap<>();
    get.put("operationId", address.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", ""));
    get.put("summary", address.summary());
    get.put("parameters", parameters);
    get.put("responses", responses);
    paths.put(address.path(), Map.of("get", get));
  }

  private static Map<String, Object> parameter(
      String name, String in, String words, boolean required) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("required", required);
    parameter.put("description", words);
    parameter.put("schema", Map.of("type", "string"));
    return parameter;
  }

  private static Map<String, Object> response(String words, Map<String, Object> schema) {
    return Map.of(
        "description", words, "content", Map.of("application/json", Map.of("schema", schema)));
  }

  private Map<String, Object> reference(Class<?> type) {
    String name = name(type);
    if (!schemas.containsKey(name)) {
      // stands there before its parts are looked at: a record may hold records of its own kind
      schemas.put(name, Map.of());
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        properties.put(component.getName(), schema(component.getGenericType()));
        required.add(component.getName());
      }
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("required", required);
      schema.put("properties", properties);
      schemas.put(name, schema);
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /// `EndpointPage`; a record inside another carries its name: `Waterfall.Row`.
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null
        ? type.getSimpleName()
        : outer.getSimpleName() + "." + type.getSimpleName();
  }

  private Map<String, Object> schema(Type type) {
    if (type instanceof ParameterizedType of) {
      Type first = of.getActualTypeArguments()[0];
      if (of.getRawType() == Optional.class) {
        return Map.of("anyOf", List.of(schema(first), Map.of("type", "null")));
      }
      return of.getRawType() == Map.class
          ? Map.of("type", "object", "additionalProperties", schema(of.getActualTypeArguments()[1]))
          : Map.of("type", "array", "items", schema(first));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return reference(plain);
    }
    if (plain.isEnum()) {
      List<String> words = new ArrayList<>();
      for (Object constant : plain.getEnumConstants()) {
        words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
      }
      return Map.of("type", "string", "enum", words);
    }
    if (plain == int.class
        || plain == long.class
        || plain == Integer.class
        || plain == Long.class
        || plain == Duration.class) {
      return Map.of("type", "integer");
    }
    if (plain == double.class) {
      return Map.of("type", "number");
    }
    if (plain == Double.class) {
      return Map.of("type", List.of("number", "null"));
    }
    if (plain == boolean.class) {
      return Map.of("type", "boolean");
    }
    if (plain == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (plain == String.class) {
      return Map.of("type", "string");
    }
    throw new IllegalStateException("no schema is known for " + plain.getName());
  }
}
