package dev.hotclub.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Route;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Asks the server over its port.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesTest {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private ShopServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = ShopServer.filled(folder);
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  private HttpResponse<String> ask(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(""));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> page(String path) throws IOException, InterruptedException {
    return ask("GET", path, "Authorization", "Bearer " + ShopServer.READER);
  }

  /// An address that a route answers.
  private static String example(String path) {
    return path.replace("{trace}", Shop.LIST_TRACE.toString())
        .replace("{unit}", "0000000000000001")
        .replace("{shape}", "0000000000000000")
        .replace("{id}", "a1b2c3d4e5f60718")
        .replace("{folder}", "htmx")
        .replace("{file}", path.contains("{folder}") ? "htmx.min.js" : "pages.css");
  }

  @Test
  void onlyTheLoginPageAndItsFilesAreOpen() {
    assertThat(server.pages().routes())
        .filteredOn(route -> route.needed() == Role.NOBODY)
        .extracting(
            route -> route.method() + " " + route.path().replaceAll("/static/[0-9a-f]+", "/static"))
        .containsExactlyInAnyOrder(
            "GET /login", "POST /login", "GET /static/{file}", "GET /static/{folder}/{file}");
  }

  @Test
  void whatChangesSomethingTakesAnAdministratorOrEndsOnesOwnSession() {
    assertThat(server.pages().routes())
        .filteredOn(route -> route.method() == Route.Method.POST && route.needed() != Role.ADMIN)
        .extracting(Route::path)
        .containsExactlyInAnyOrder("/login", "/logout");
  }

  @Test
  void withoutATokenEveryOtherRouteIsClosed() throws Exception {
    for (Route route : server.pages().routes()) {
      if (route.needed() == Role.NOBODY) {
        continue;
      }
      for (String[] header :
          List.of(
              new String[] {},
              new String[] {"Authorization", "Bearer not-a-token-of-this-server"},
              new String[] {"Cookie", "hotclub_session=not-a-session-of-this-server"},
              new String[] {"X-Hotclub-User", "root"})) {
        HttpResponse<String> answer = ask(route.method().name(), example(route.path()), header);
        assertThat(answer.statusCode()).as(route.method() + " " + route.path()).isIn(303, 401);
        assertThat(answer.body()).as(route.path()).doesNotContain("books");
        if (answer.statusCode() == 303) {
          assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("/login");
        }
      }
    }
  }

  @Test
  void aReaderIsKeptFromWhatAnAdministratorMay() throws Exception {
    for (Route route : server.pages().routes()) {
      HttpResponse<String> answer =
          ask(
              route.method().name(),
              example(route.path()),
              "Authorization",
              "Bearer " + ShopServer.READER);
      if (route.needed() == Role.ADMIN) {
        assertThat(answer.statusCode()).as(route.path()).isEqualTo(403);
      } else {
        assertThat(answer.statusCode()).as(route.path()).isNotIn(401, 500);
      }
    }
  }

  @Test
  void everyPageAnswersWithoutAnErrorAndWithoutAnythingInline() throws Exception {
    for (String path :
        List.of(
            "/",
            "/?vs=before&sort=-p99",
            "/?vs=release:9f2c1ab",
            "/endpoint?op=GET+books/",
            "/endpoint?op=POST+orders/&last=6h&vs=before",
            "/requests?sort=slowest&status=5",
            "/request/" + Shop.LIST_TRACE,
            "/request/" + Shop.HOSTILE_TRACE,
            "/queries?sort=calls",
            "/findings",
            "/findings?state=all",
            "/finding/a1b2c3d4e5f60718",
            "/errors")) {
      HttpResponse<String> answer = page(path);
      assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.body())
          .as(path)
          .contains("</html>")
          .doesNotContain(" style=")
          .doesNotContain("<script>")
          .doesNotContainPattern("<[^>]* on[a-z]+=")
          .doesNotContain("NaN");
    }
  }

  @Test
  void theFirstPageSaysWhatIsSlowForEverybodyAndWhatForAFew() throws Exception {
    assertThat(page("/?last=6h").body())
        .contains("slow for everybody (p50")
        .contains("POST orders/ is slow for one in a hundred only (p99")
        .contains("Book.author is loaded once per row")
        .contains("select_related(&#34;author&#34;)");
  }

  @Test
  void anEndpointSaysWhatItsSlowRequestsHaveThatTheOthersHaveNot() throws Exception {
    assertThat(page("/endpoint?op=POST+orders/&last=6h").body())
        .contains("p50 is fine")
        .contains("in the database, the others")
        .contains("are from host web3");
  }

  @Test
  void aRequestFoldsRepeatsAndKeepsPlaceholders() throws Exception {
    assertThat(page("/request/" + Shop.LIST_TRACE).body())
        .contains("68 × SELECT")
        .contains("one after another")
        .contains("books/list.html:14")
        .contains("client.get(&#34;/books/&#34;)".replace("&#34;", "\""))
        .contains("SESSION_ID");
  }

  @Test
  void textsOfTheTargetAreShownAsText() throws Exception {
    String body = page("/request/" + Shop.HOSTILE_TRACE).body() + page("/errors").body();
    assertThat(body).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
  }

  @Test
  void linksCarryThePrefixOfAProxy() throws Exception {
    HttpResponse<String> answer =
        ask(
            "GET",
            "/",
            "Authorization",
            "Bearer " + ShopServer.READER,
            "X-Forwarded-Prefix",
            "/hotclub");
    assertThat(answer.body())
        .contains("href=\"/hotclub/endpoint?")
        .doesNotContainPattern("(href|src|action|hx-get)=\"/(?!hotclub)");
    HttpResponse<String> odd =
        ask(
            "GET",
            "/",
            "Authorization",
            "Bearer " + ShopServer.READER,
            "X-Forwarded-Prefix",
            "//evil.example");
    assertThat(odd.body()).doesNotContain("evil.example");
  }

  @Test
  void aWrongParameterIsExplained() throws Exception {
    HttpResponse<String> answer = page("/api/v1/overview?last=5y");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("last is one of 15m");
    assertThat(page("/endpoint?op=x&from=9&to=3").statusCode()).isEqualTo(400);
    assertThat(page("/request/zz").statusCode()).isEqualTo(400);
    assertThat(page("/request/00000000000000000000000000000009").statusCode()).isEqualTo(404);
  }

  @Test
  void everyPageHasItsTwinAndTheDocumentNamesThemAll() throws Exception {
    String document = page("/api/v1/openapi.json").body();
    TreeSet<String> documented = new TreeSet<>();
    Addresses.ALL.forEach(address -> documented.add(address.path()));
    TreeSet<String> served = new TreeSet<>();
    for (Route route : server.pages().routes()) {
      if (route.method() == Route.Method.GET
          && route.path().startsWith("/api/v1/")
          && !route.path().endsWith("openapi.json")) {
        served.add(route.path());
        assertThat(document).contains("\"" + route.path() + "\"");
      }
    }
    assertThat(documented).isEqualTo(served);
    for (String path :
        List.of(
            "/overview",
            "/endpoint?op=GET+books/",
            "/requests",
            "/request/" + Shop.LIST_TRACE,
            "/queries",
            "/findings",
            "/finding/a1b2c3d4e5f60718",
            "/errors")) {
      HttpResponse<String> answer = page("/api/v1" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      int tokens = 0;
      try (JsonParser json = new JsonFactory().createParser(answer.body())) {
        while (json.nextToken() != null) {
          tokens++;
        }
      }
      assertThat(tokens).as(path).isGreaterThan(5);
    }
  }

  private static String cookie(HttpResponse<String> login) {
    return login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  @Test
  void aTokenOpensASessionAndItsFormsNeedTheSecretOfThePage() throws Exception {
    HttpResponse<String> login = post("/login", "token=" + ShopServer.ADMIN + "&to=/findings");
    assertThat(login.statusCode()).isEqualTo(303);
    assertThat(login.headers().firstValue("Location")).hasValue("/findings");
    assertThat(login.headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly")
        .contains("SameSite=Strict");
    String cookie = cookie(login);
    String finding = ask("GET", "/finding/a1b2c3d4e5f60718", "Cookie", cookie).body();
    String csrf = finding.split("name=\"csrfmiddlewaretoken\" value=\"", 2)[1].split("\"", 2)[0];
    String mute = "/finding/a1b2c3d4e5f60718/mute";
    assertThat(post(mute, "reason=known", "Cookie", cookie).statusCode()).isEqualTo(403);
    assertThat(post(mute, "reason=known&csrfmiddlewaretoken=wrong", "Cookie", cookie).statusCode())
        .isEqualTo(403);
    assertThat(post(mute, "reason=&csrfmiddlewaretoken=" + csrf, "Cookie", cookie).statusCode())
        .isEqualTo(400);
    String good = "reason=known+and+planned&csrfmiddlewaretoken=" + csrf;
    assertThat(post(mute, good, "Cookie", cookie).statusCode()).isEqualTo(303);
    assertThat(page("/findings?state=muted").body()).contains("Book.author is loaded");
    assertThat(ask("GET", "/audit", "Cookie", cookie).body()).contains("known and planned");
    assertThat(post(mute, "action=open&csrfmiddlewaretoken=" + csrf, "Cookie", cookie).statusCode())
        .isEqualTo(303);
    assertThat(page("/findings?state=muted").body()).doesNotContain("Book.author is loaded");
    post("/logout", "csrfmiddlewaretoken=" + csrf, "Cookie", cookie);
    assertThat(ask("GET", "/findings", "Cookie", cookie).statusCode()).isEqualTo(303);
  }

  @Test
  void aProxyIsNamedInTheAuditLogWithItsUser() throws Exception {
    HttpResponse<String> answer =
        post(
            "/finding/00ff00ff00ff00ff/mute",
            "reason=" + URLEncoder.encode("a nightly report", StandardCharsets.UTF_8),
            "Authorization",
            "Bearer " + ShopServer.ADMIN,
            "X-Hotclub-User",
            "ada");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(server.access().audit().latest())
        .anySatisfy(entry -> {
          assertThat(entry.who()).isEqualTo("admin: ada");
          assertThat(entry.what()).contains("a nightly report");
        });
    post(
        "/finding/00ff00ff00ff00ff/mute",
        "action=open",
        "Authorization",
        "Bearer " + ShopServer.ADMIN);
  }

  @Test
  void loggingInLeadsNowhereElse() throws Exception {
    for (String to : List.of("//evil.example", "https://evil.example", "/\\evil.example")) {
      HttpResponse<String> login =
          post(
              "/login",
              "token="
                  + ShopServer.READER
                  + "&to="
                  + URLEncoder.encode(to, StandardCharsets.UTF_8));
      assertThat(login.headers().firstValue("Location")).hasValue("/");
    }
  }
}
