package dev.hotclub.codec.flame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.Recording;
import dev.hotclub.model.View;
import dev.hotclub.model.View.Counting;
import dev.hotclub.model.View.Detail;
import dev.hotclub.model.View.Grouping;
import dev.hotclub.model.View.Names;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/// What the page holds; that a browser shows it is tested in `web/test`.
final class FlameGraphHtmlTest {
  private static String page(Recording recording, View view) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraphHtml.write(recording, view, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String group(String pattern, String page) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /// The JSON inside.
  private static String document(String page) throws IOException {
    String packed = group("<script type=\"application/x-hotclub-profile\">([^<]*)</script>", page);
    try (var in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int[] column(String name, String document) {
    String numbers = group("\"" + name + "\":\\[([0-9,]*)\\]", document);
    return numbers.isEmpty()
        ? new int[0]
        : Arrays.stream(numbers.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void aHostileNameIsDataAndNothingElse() throws Exception {
    String page = page(Hostile.named(), View.PLAIN);
    assertThat(page).doesNotContain("alert(1)</script>").doesNotContain("<script>");
    assertThat(page.split("<script", -1)).hasSize(3);
    assertThat(page.split("</script", -1)).hasSize(3);
    assertThat(page.split("</title", -1)).hasSize(2);
    assertThat(document(page))
        .contains("\"</title></text></script>]]><script>alert(1)</script><!-- \\\" ' & \\u0000")
        .contains("\\u001b[2J");
  }

  @Test
  void thePolicyAllowsTheScriptAndTheStyleOfThePageAndNothingElse() throws Exception {
    String page = page(Hostile.named(), View.PLAIN);
    String policy = group("Content-Security-Policy\" content=\"([^\"]*)\"", page);
    assertThat(policy)
        .startsWith("default-src 'none'; ")
        .contains("script-src '" + digest(group("<script type=\"module\">(.*)</script>", page)))
        .contains("style-src '" + digest(group("<style>(.*?)</style>", page)))
        .doesNotContain("unsafe");
    assertThat(page).doesNotContain("src=").doesNotContain("href=");
  }

  private static String digest(String text) throws Exception {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return "sha256-"
        + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(utf8));
  }

  @Test
  void theModulesAreOneScript() throws Exception {
    String script =
        group("<script type=\"module\">(.*)</script>", page(Hostile.named(), View.PLAIN));
    assertThat(script)
        .contains("customElements.define('hotclub-flamegraph'")
        .doesNotContainPattern("(?m)^(import|export) ");
  }

  @Test
  void anEmptyRecordingIsAPageToo() throws Exception {
    String document = document(page(Hostile.busy(), View.PLAIN));
    assertThat(column("depth", document)).isEmpty();
    assertThat(document).contains("\"losses\":{\"exact\":0,\"approximate\":1,\"lost\":2");
  }

  @Test
  void aStackAThousandFramesDeepIsKeptWhole() throws Exception {
    String document = document(page(Hostile.deep(1000), View.PLAIN));
    assertThat(column("depth", document)).hasSize(1000).endsWith(999, 1000);
    assertThat(Arrays.stream(column("own", document)).sum()).isEqualTo(1);
    assertThat(column("line", document)).containsExactly(7, 7, 7);
  }

  @Test
  void idleThreadsSayWhatTheyWaitFor() throws Exception {
    View idle =
        new View(Counting.IDLE_TOO, Grouping.MERGED, Grouping.MERGED, Detail.LINES, Names.SHORT);
    String document = document(page(Hostile.waiting(), idle));
    assertThat(document).contains("\"[wait: socket recv fd 9]\"");
    assertThat(column("origin", document)).containsExactly(0, 3);
    assertThat(column("depth", document(page(Hostile.waiting(), View.PLAIN)))).isEmpty();
  }
}
