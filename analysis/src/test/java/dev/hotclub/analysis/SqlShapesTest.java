package dev.hotclub.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlShapesTest {
  private final SqlShapes shapes = new SqlShapes();

  private String shape(String text) {
    return shapes.of(text, "postgresql").text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1 | SELECT ?",
        "SELECT  a ,b\tFROM t -- why | SELECT a,b FROM t",
        "SELECT /* x */ a FROM t | SELECT a FROM t",
        "SELECT \"a\".\"id\" FROM \"a\" WHERE \"a\".\"id\" = %s LIMIT 21 | SELECT a.id FROM a WHERE a.id = ? LIMIT ?",
        "SELECT * FROM t WHERE x IN (1, 2, 3) | SELECT * FROM t WHERE x IN (?…)",
        "SELECT * FROM t WHERE x IN (%s) | SELECT * FROM t WHERE x IN (?…)",
        "SELECT * FROM t WHERE x IN (SELECT y FROM u) | SELECT * FROM t WHERE x IN (SELECT y FROM u)",
        "INSERT INTO t (a, b) VALUES (%s, %s), (%s, NULL) RETURNING id | INSERT INTO t (a, b) VALUES (?…) RETURNING id",
        "SELECT 'it''s', E'a\\'b', $1, :name, @p, ? , %(x)s | SELECT ?, ?, ?, ?, ?, ?, ?",
        "SELECT $fn$ body 'x' $fn$ , x::int | SELECT ?, x::int",
        "SAVEPOINT \"s140_x1\" | SAVEPOINT ?",
        "RELEASE SAVEPOINT s140_x1 | RELEASE SAVEPOINT ?",
        "ROLLBACK TO SAVEPOINT \"s1\" | ROLLBACK TO SAVEPOINT ?",
        "SELECT x1 FROM t2 WHERE a = -5 AND b > 1.5e-3 | SELECT x1 FROM t2 WHERE a = ? AND b > ?",
        "SELECT a - 5 FROM t | SELECT a - ? FROM t",
        "SELECT \"Name\" FROM \"T\"; | SELECT \"Name\" FROM \"T\"",
      })
  void valuesGoAndNamesStay(String text, String expected) {
    assertThat(shape(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT a FROM t INNER JOIN \"u\" ON t.id = u.id | SELECT t u",
        "SELECT COUNT(*) FROM (SELECT a FROM t) subquery | SELECT t",
        "INSERT INTO \"s\".\"t\" (a) VALUES (1) | INSERT t",
        "UPDATE t SET a = 1 | UPDATE t",
        "DELETE FROM t WHERE a IN (1) | DELETE t",
        "WITH x AS (SELECT a FROM t) SELECT b FROM x | SELECT t x",
        "SELECT a FROM t FOR UPDATE | SELECT t",
        "SELECT EXTRACT('year' FROM t.created) FROM t | SELECT t",
        "SELECT a FROM t WHERE a IS DISTINCT FROM b | SELECT t",
        "BEGIN | BEGIN",
      })
  void aSummarySaysWhatIsDoneToWhichTables(String text, String summary) {
    assertThat(shapes.of(text, "postgresql").summary()).isEqualTo(summary);
  }

  @Test
  void mysqlQuotesTextsWithDoubleQuotes() {
    assertThat(shapes.of("SELECT `a` FROM t WHERE b = \"x\\\"y\" # end", "mysql").text())
        .isEqualTo("SELECT a FROM t WHERE b = ?");
  }

  @Test
  void listsOfEveryLengthHaveOneShape() {
    SqlShape two = shapes.of("SELECT a FROM t WHERE b IN (%s, %s)", "sqlite");
    SqlShape nine = shapes.of("SELECT a FROM t WHERE b IN (1,2,3,4,5,6,7,8,9)", "sqlite");
    assertThat(two.hash()).isEqualTo(nine.hash());
    assertThat(shapes.of("SELECT a FROM t WHERE b = 1", "sqlite").hash()).isNotEqualTo(two.hash());
  }

  @Test
  void noTextIsTooStrange() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    String[] parts = {
      "'",
      "\"",
      "`",
      "$",
      "$a$",
      "--",
      "/*",
      "*/",
      "(",
      ")",
      "IN",
      "VALUES",
      ",",
      "%",
      "%s",
      "%(",
      "?",
      ":",
      "::",
      "@",
      "1",
      "e",
      "E'",
      "q'[",
      "\\",
      " ",
      "\n",
      "FROM",
      "x",
      "é",
      "[",
      "]",
      "#",
      ";",
      "SAVEPOINT"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      for (String system : new String[] {"postgresql", "mysql", "microsoft.sql_server"}) {
        SqlShape shape = new SqlShapes().of(text.toString(), system);
        assertThat(shape.text().length())
            .as("seed %d: %s", seed, text)
            .isLessThanOrEqualTo(text.length() * 3 + 3);
      }
    }
  }
}
