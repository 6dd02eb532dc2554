package dev.hotclub.cli;

/// Writes JSON without holding a tree of it.
public final class Json {
  /// How it is laid out.
  public enum Layout {
    /// Two spaces a level.
    INDENTED,
    /// All on one line.
    ONE_LINE
  }

  private final StringBuilder out;
  private final Layout layout;
  private int depth;
  private boolean first = true;

  public Json(StringBuilder out, Layout layout) {
    this.out = out;
    this.layout = layout;
  }

  public Json object() {
    return open('{');
  }

  public Json endObject() {
    return close('}');
  }

  public Json array() {
    return open('[');
  }

  public Json endArray() {
    return close(']');
  }

  public Json key(String name) {
    next();
    quote(name);
    out.append(layout == Layout.INDENTED ? ": " : ":");
    first = true;
    keyed = true;
    return this;
  }

  public Json text(String value) {
    next();
    quote(value);
    return this;
  }

  public Json number(long value) {
    next();
    out.append(value);
    return this;
  }

  public Json number(double value) {
    next();
    out.append(Double.isFinite(value) ? Double.toString(value) : "null");
    return this;
  }

  public Json bool(boolean value) {
    next();
    out.append(value);
    return this;
  }

  public Json nothing() {
    next();
    out.append("null");
    return this;
  }

  private boolean keyed;

  private void next() {
    if (keyed) {
      keyed = false;
    } else if (depth > 0) {
      out.append(first ? "" : ",");
      line();
    }
    first = false;
  }

  private void line() {
    if (layout == Layout.INDENTED) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  private Json open(char bracket) {
    next();
    out.append(bracket);
    depth++;
    first = true;
    return this;
  }

  private Json close(char bracket) {
    depth--;
    if (!first) {
      line();
    }
    out.append(bracket);
    first = false;
    return this;
  }

  /// A lone surrogate, which Python strings may hold and UTF-8 may not, is escaped.
  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && !paired(text, i))) {
            out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
