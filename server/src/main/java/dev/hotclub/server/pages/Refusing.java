package dev.hotclub.server.pages;

import dev.hotclub.server.access.Answer;
import dev.hotclub.server.access.Ask;
import dev.hotclub.server.access.Gate;
import dev.hotclub.server.api.Json;
import dev.hotclub.server.api.Refusal;
import dev.hotclub.server.pages.html.JterefusalGenerated;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Says no: to people on a page that shows what still works, to programs in JSON.
final class Refusing implements Gate.Refusals {
  private final Assets assets;

  Refusing(Assets assets) {
    this.assets = assets;
  }

  @Override
  public Answer loginFirst(Ask ask) {
    if (isProgram(ask)) {
      return Answer.json(
              401, Json.of(new Refusal(401, "send a token: Authorization: Bearer TOKEN")))
          .with("WWW-Authenticate", "Bearer");
    }
    String back =
        ask.path().equals("/")
            ? ""
            : "?to=" + URLEncoder.encode(ask.path(), StandardCharsets.UTF_8);
    return Answer.redirect(ask.prefix() + "/login" + back);
  }

  @Override
  public Answer failed(Ask ask, int status, String words) {
    if (isProgram(ask)) {
      return Answer.json(status, Json.of(new Refusal(status, words)));
    }
    return Answer.html(
        status,
        Html.of((out, i) ->
            JterefusalGenerated.render(
                out, i, ask.prefix() + assets.path(), ask.prefix(), status, words)));
  }

  private static boolean isProgram(Ask ask) {
    return ask.path().startsWith("/api/") || ask.path().equals("/metrics");
  }
}
