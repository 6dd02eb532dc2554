package dev.hotclub.server.pages;

import dev.hotclub.server.access.Absent;
import dev.hotclub.server.access.Access;
import dev.hotclub.server.access.Answer;
import dev.hotclub.server.access.Ask;
import dev.hotclub.server.access.Gate;
import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Route;
import dev.hotclub.server.pages.html.JteloginGenerated;
import java.io.IOException;
import java.util.List;

/// What can be reached without a token: the form that asks for one, scripts and styles.
final class LoginPages {
  private final Access access;
  private final Assets assets;

  LoginPages(Access access, Assets assets) {
    this.access = access;
    this.assets = assets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/login", Role.NOBODY, ask -> form(ask, 200, "")),
        Route.post("/login", Role.NOBODY, this::login),
        Route.post("/logout", Role.READ, this::logout),
        Route.get(assets.path() + "/{file}", Role.NOBODY, this::file),
        Route.get(assets.path() + "/{folder}/{file}", Role.NOBODY, this::file));
  }

  private Answer form(Ask ask, int status, String words) {
    String to = ask.query("to").isEmpty() ? ask.form("to") : ask.query("to");
    return Answer.html(
        status,
        Html.of((out, i) ->
            JteloginGenerated.render(
                out, i, ask.prefix() + assets.path(), ask.prefix(), words, local(to))));
  }

  private Answer login(Ask ask) throws IOException {
    return switch (access.login(ask.form("token"), ask.from())) {
      case Access.Login.Welcome welcome ->
          Answer.redirect(ask.prefix() + local(ask.form("to")))
              .with("Set-Cookie", cookie(ask, welcome.cookie(), "Max-Age=43200"));
      case Access.Login.Wrong() -> form(ask, 403, "This is not a token of this server.");
      case Access.Login.TooMany tooMany ->
          form(ask, 429, "Too many attempts: try again in a minute.")
              .with("Retry-After", String.valueOf(tooMany.retrySeconds()));
    };
  }

  private Answer logout(Ask ask) {
    access.logout(ask.cookies().getOrDefault(Gate.COOKIE, ""));
    return Answer.redirect(ask.prefix() + "/login")
        .with("Set-Cookie", cookie(ask, "", "Max-Age=0"));
  }

  private static String cookie(Ask ask, String value, String age) {
    String path = ask.prefix().isEmpty() ? "/" : ask.prefix();
    return Gate.COOKIE + "=" + value + "; Path=" + path + "; HttpOnly; SameSite=Strict; " + age;
  }

  /// A path of ours: nobody is sent elsewhere after logging in.
  private static String local(String to) {
    return to.matches("/[A-Za-z0-9/_-]{0,300}") && !to.startsWith("//") ? to : "/";
  }

  private Answer file(Ask ask) {
    String folder = ask.name("folder");
    String name = folder.isEmpty() ? ask.name("file") : folder + "/" + ask.name("file");
    return assets.file(name).orElseThrow(() -> new Absent("there is no such file"));
  }
}
