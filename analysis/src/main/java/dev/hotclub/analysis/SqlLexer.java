package dev.hotclub.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads one statement once, from left to right, and writes its shape.
///
/// Values become `?`, lists of values after `IN` and rows after `VALUES` become `?…`, comments go,
/// runs of blanks become one. Names stay as they are, but for quotes around names that need none
/// and for names that are made up anew each time (savepoints, server-side cursors).
final class SqlLexer {
  /// Longer statements are cut: what follows does not tell shapes apart.
  private static final int LONGEST = 20_000;

  private static final int MOST_TABLES = 8;
  private static final int NOWHERE = Integer.MAX_VALUE;

  private final String text;
  private final int end;
  private final boolean mysql;
  private final boolean brackets;
  private final StringBuilder out;
  private final List<String> tables = new ArrayList<>(4);
  private int at;
  private String operation = "";

  /// The last keyword that says what comes next: `FROM`, `IN`, `VALUES`, …
  private String expects = "";

  private int depth;

  /// Where `FROM` belongs to a function: `EXTRACT(year FROM …)`.
  private int noTablesAt = NOWHERE;

  private String lastWord = "";
  private boolean withClause;

  /// Whether the names that follow are made up anew each time.
  private boolean savepoint;

  SqlLexer(String text, boolean mysql, boolean brackets) {
    this.text = text;
    this.end = Math.min(text.length(), LONGEST);
    this.mysql = mysql;
    this.brackets = brackets;
    this.out = new StringBuilder(end);
  }

  SqlShape shape() {
    while (at < end) {
      step(text.charAt(at));
    }
    if (text.length() > LONGEST) {
      out.append(" …");
    }
    int length = out.length();
    while (length > 0 && (out.charAt(length - 1) == ' ' || out.charAt(length - 1) == ';')) {
      length--;
    }
    out.setLength(length);
    String shape = out.toString();
    String summary = tables.isEmpty() ? operation : operation + " " + String.join(" ", tables);
    return new SqlShape(hash(shape), shape, summary, operation, List.copyOf(tables));
  }

  private void step(char c) {
    if (c <= ' ') {
      at++;
      blank();
    } else if (c == '\'') {
      at++;
      skipText('\'', mysql);
      value();
    } else if (c == '"' && mysql) {
      at++;
      skipText('"', true);
      value();
    } else if (c == '"' || c == '`' || (c == '[' && brackets)) {
      quotedName(c == '[' ? ']' : c);
    } else if (c == '-' && next('-') || (c == '#' && mysql)) {
      skipLine();
    } else if (c == '/' && next('*')) {
      skipComment();
    } else if (isDigit(c) || (c == '.' && at + 1 < end && isDigit(text.charAt(at + 1)))) {
      skipNumber();
      value();
    } else if (c == '%' && placeholder()) {
      value();
    } else if (c == '?' && !next('|') && !next('&')) {
      at++;
      value();
    } else if (c == '$') {
      dollar();
    } else if (c == ':' || c == '@') {
      colon(c);
    } else if (isNameStart(c)) {
      word();
    } else {
      sign(c);
    }
  }

  private boolean next(char wanted) {
    return at + 1 < end && text.charAt(at + 1) == wanted;
  }

  private void blank() {
    int length = out.length();
    if (length > 0 && out.charAt(length - 1) != ' ' && out.charAt(length - 1) != '(') {
      out.append(' ');
    }
  }

  private void sign(char c) {
    at++;
    if (c == '(') {
      if (expects.equals("IN") || expects.equals("VALUES")) {
        list();
        return;
      }
      depth++;
    } else if (c == ')') {
      depth = Math.max(0, depth - 1);
      if (noTablesAt != NOWHERE && depth < noTablesAt) {
        noTablesAt = NOWHERE;
      }
      trim();
    } else if (c == ',') {
      trim();
    }
    if (c != '.') {
      expects = "";
    }
    out.append(c);
  }

  private void trim() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
  }

  /// After `IN (` or `VALUES (`: values alone become `?…`, anything else is read as usual.
  private void list() {
    boolean rows = expects.equals("VALUES");
    expects = "";
    int begin = at;
    int close = endOfValues();
    if (close < 0) {
      at = begin;
      depth++;
      out.append('(');
      return;
    }
    at = close + 1;
    out.append("(?…)");
    while (rows && anotherRow()) {
      int from = at;
      close = endOfValues();
      if (close < 0) {
        at = from;
        break;
      }
      at = close + 1;
    }
  }

  private boolean anotherRow() {
    int look = at;
    while (look < end && (text.charAt(look) <= ' ' || text.charAt(look) == ',')) {
      look++;
    }
    if (look < end && look > at && text.charAt(look) == '(') {
      at = look + 1;
      return true;
    }
    return false;
  }

  /// Where the parenthesis closes that holds nothing but values, from `at` on; -1 if it holds more.
  private int endOfValues() {
    int values = 0;
    while (at < end) {
      char c = text.charAt(at);
      if (c == ')') {
        return values > 0 ? at : -1;
      }
      if (c <= ' ' || c == ',' || c == '-' || c == '+') {
        at++;
      } else if (c == '\'') {
        at++;
        skipText('\'', mysql);
        values++;
      } else if (c == '"' && mysql) {
        at++;
        skipText('"', true);
        values++;
      } else if (isDigit(c) || c == '.') {
        skipNumber();
        values++;
      } else if (c == '%' && placeholder()) {
        values++;
      } else if (c == '?') {
        at++;
        values++;
      } else if ((c == '$' || c == ':' || c == '@')
          && at + 1 < end
          && isNamePart(text.charAt(at + 1))) {
        at++;
        skipName();
        values++;
      } else if (c == ':' && next(':')) {
        at += 2;
        skipName();
      } else if (isNameStart(c)) {
        int from = at;
        skipName();
        String word = text.substring(from, at).toUpperCase(Locale.ROOT);
        if (at < end && text.charAt(at) == '\'' && word.length() == 1) {
          at++;
          skipText('\'', mysql || word.equals("E"));
        } else if (!word.equals("NULL")
            && !word.equals("TRUE")
            && !word.equals("FALSE")
            && !word.equals("DEFAULT")) {
          return -1;
        }
        values++;
      } else {
        return -1;
      }
    }
    return -1;
  }

  private void value() {
    // a sign before a number belongs to it, unless it stands between two operands
    int length = out.length();
    if (length > 0
        && out.charAt(length - 1) == '-'
        && (length < 2 || " (,=<>".indexOf(out.charAt(length - 2)) >= 0)) {
      char before = beforeSign(length - 2);
      if ("(,=<>+*/".indexOf(before) >= 0) {
        out.setLength(length - 1);
      }
    }
    out.append('?');
    expects = "";
  }

  private char beforeSign(int from) {
    int look = from;
    while (look >= 0 && out.charAt(look) == ' ') {
      look--;
    }
    return look < 0 ? '(' : out.charAt(look);
  }

  private void skipText(char quote, boolean backslashes) {
    while (at < end) {
      char c = text.charAt(at++);
      if (c == '\\' && backslashes) {
        at++;
      } else if (c == quote) {
        if (at < end && text.charAt(at) == quote) {
          at++;
        } else {
          return;
        }
      }
    }
    at = Math.min(at, end);
  }

  private void skipLine() {
    while (at < end && text.charAt(at) != '\n') {
      at++;
    }
    blank();
  }

  private void skipComment() {
    int close = text.indexOf("*/", at + 2);
    at = close < 0 ? end : Math.min(end, close + 2);
    blank();
  }

  private void skipNumber() {
    boolean hex = text.charAt(at) == '0' && at + 1 < end && (text.charAt(at + 1) | 32) == 'x';
    at += hex ? 2 : 0;
    while (at < end) {
      char c = text.charAt(at);
      if (isDigit(c) || c == '.' || (hex && isHex(c))) {
        at++;
      } else if ((c | 32) == 'e'
          && at + 1 < end
          && (isDigit(text.charAt(at + 1)) || "+-".indexOf(text.charAt(at + 1)) >= 0)) {
        at += 2;
      } else {
        return;
      }
    }
  }

  private void skipName() {
    while (at < end && isNamePart(text.charAt(at))) {
      at++;
    }
  }

  /// `%s` and `%(name)s`.
  private boolean placeholder() {
    if (next('s')) {
      at += 2;
      return true;
    }
    if (next('(')) {
      int close = text.indexOf(")s", at);
      if (close > 0 && close < at + 200) {
        at = close + 2;
        return true;
      }
    }
    return false;
  }

  /// `$1`, or a text between `$tag$` and the same again.
  private void dollar() {
    int from = at++;
    skipName();
    if (at < end && text.charAt(at) == '$' && (at == from + 1 || !isDigit(text.charAt(from + 1)))) {
      String tag = text.substring(from, at + 1);
      int close = text.indexOf(tag, at + 1);
      at = close < 0 ? end : Math.min(end, close + tag.length());
      value();
    } else if (at > from + 1) {
      value();
    } else {
      out.append('$');
    }
  }

  /// `:name` and `@name` are values, `::type` is a cast.
  private void colon(char c) {
    if (c == ':' && next(':')) {
      at += 2;
      out.append("::");
      return;
    }
    at++;
    if (at < end
        && isNamePart(text.charAt(at))
        && (out.isEmpty() || !isNamePart(out.charAt(out.length() - 1)))) {
      skipName();
      value();
    } else {
      out.append(c);
    }
  }

  private void quotedName(char quote) {
    int from = ++at;
    boolean plain = at < end && !isDigit(text.charAt(at));
    char c = 0;
    while (at < end && (c = text.charAt(at)) != quote) {
      plain &= c >= 'a' && c <= 'z' || c == '_' || isDigit(c);
      at++;
    }
    int to = at;
    at = Math.min(end, at + 1);
    // nearly all names of Django's: no text has to be made of them
    if (plain && to > from && expects.isEmpty() && !savepoint && text.charAt(from) != '_') {
      out.append(text, from, to);
    } else {
      name(text.substring(from, to), quote);
    }
  }

  private void name(String name, char quote) {
    if (savepoint) {
      out.append('?');
    } else if (name.startsWith("_django_curs_")) {
      out.append("_django_curs");
    } else if (isPlain(name)) {
      out.append(name);
    } else {
      char open = quote == ']' ? '[' : quote;
      out.append(open).append(name).append(quote);
    }
    table(name);
  }

  private void table(String name) {
    if (expects.equals("FROM")) {
      if (at < end && text.charAt(at) == '.') {
        return;
      }
      if (tables.size() < MOST_TABLES && !tables.contains(name)) {
        tables.add(name);
      }
    }
    expects = "";
  }

  private void word() {
    int from = at;
    skipName();
    // E'…', N'…', B'…', X'…', q'[…]'
    if (at == from + 1
        && at < end
        && text.charAt(at) == '\''
        && "eEnNbBxXqQ".indexOf(text.charAt(from)) >= 0) {
      prefixed(text.charAt(from));
      return;
    }
    String word = text.substring(from, at);
    String upper = isUpper(word) ? word : word.toUpperCase(Locale.ROOT);
    if (operation.isEmpty()) {
      operation = upper;
      withClause = upper.equals("WITH");
      savepoint = upper.equals("SAVEPOINT");
    } else if (withClause && depth == 0 && isStatement(upper)) {
      operation = upper;
      withClause = false;
    } else if (upper.equals("SAVEPOINT")
        && (operation.equals("RELEASE") || operation.equals("ROLLBACK"))) {
      operation = operation.equals("RELEASE") ? "RELEASE SAVEPOINT" : "ROLLBACK TO SAVEPOINT";
      savepoint = true;
      out.append(word);
      return;
    }
    switch (upper) {
      case "FROM", "JOIN", "INTO", "UPDATE" -> {
        out.append(word);
        // `FOR UPDATE` and `DO UPDATE` name no table
        boolean clause =
            (upper.equals("UPDATE") && !operation.equals("UPDATE"))
                || (upper.equals("FROM") && (depth == noTablesAt || lastWord.equals("DISTINCT")));
        expects = clause ? "" : "FROM";
      }
      case "IN", "VALUES" -> {
        out.append(word);
        expects = upper;
      }
      case "ONLY", "LATERAL" -> out.append(word);
      case "EXTRACT", "SUBSTRING", "TRIM", "OVERLAY" -> {
        out.append(word);
        noTablesAt = depth + 1;
      }
      default -> {
        if (savepoint && !upper.equals("SAVEPOINT") && !upper.equals("TO")) {
          out.append('?');
        } else {
          out.append(word.startsWith("_django_curs_") ? "_django_curs" : word);
          table(word);
        }
      }
    }
    lastWord = upper;
  }

  private void prefixed(char prefix) {
    at++;
    if ((prefix | 32) == 'q' && at < end) {
      char open = text.charAt(at);
      char close =
          switch (open) {
            case '[' -> ']';
            case '(' -> ')';
            case '{' -> '}';
            case '<' -> '>';
            default -> open;
          };
      int stop = text.indexOf(close + "'", at + 1);
      at = stop < 0 ? end : Math.min(end, stop + 2);
    } else {
      skipText('\'', mysql || (prefix | 32) == 'e');
    }
    value();
  }

  private static boolean isUpper(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < 'A' || word.charAt(i) > 'Z') {
        return false;
      }
    }
    return true;
  }

  private static boolean isStatement(String word) {
    return switch (word) {
      case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE" -> true;
      default -> false;
    };
  }

  private static boolean isPlain(String name) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c == '_' || isDigit(c))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c | 32) >= 'a' && (c | 32) <= 'f';
  }

  private static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 127;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  private static long hash(String shape) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < shape.length(); i++) {
      hash = (hash ^ shape.charAt(i)) * 0x100000001b3L;
    }
    // 0 is the shape of what has no room
    return hash == 0 ? 1 : hash;
  }
}
