package dev.hotclub.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `hotclub store`: asks the running server, for only one process can have the file open.
final class StoreCommand {
  static final String HELP =
      """
      usage: hotclub store stats | vacuum | export --parquet NAME

      Asks the running server what its store holds; gives back to the disk what was deleted; writes every table as a Parquet
      file into the folder exports/NAME beside the store.

        --url URL              of the server (http://127.0.0.1:1934, or HOTCLUB_URL)
        --token-file FILE      with an administrator's token (as hotclub server made it, or HOTCLUB_TOKEN_FILE)
        -h, --help
      """;

  private final Map<String, String> environment;
  private String url;
  private String tokenFile = "";
  private String name = "";
  private String action = "";

  private StoreCommand(List<String> words, Map<String, String> environment) throws WrongUsage {
    this.environment = environment;
    url = environment.getOrDefault("HOTCLUB_URL", "http://127.0.0.1:1934");
    List<String> rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      switch (word) {
        case "stats", "vacuum", "export" -> action = word;
        case "--url" -> url = value(word, rest);
        case "--token-file" -> tokenFile = value(word, rest);
        case "--parquet" -> name = value(word, rest);
        default -> throw new WrongUsage("store has no " + word + ": stats, vacuum or export");
      }
    }
    if (action.isEmpty() || action.equals("export") == name.isEmpty()) {
      throw new WrongUsage("say hotclub store stats, vacuum, or export --parquet NAME");
    }
  }

  private static String value(String flag, List<String> rest) throws WrongUsage {
    if (rest.isEmpty()) {
      throw new WrongUsage(flag + " wants a value");
    }
    return rest.removeFirst();
  }

  /// Prints what the server answers.
  static void run(List<String> words, Map<String, String> environment)
      throws WrongUsage, IOException {
    new StoreCommand(words, environment).run();
  }

  private void run() throws WrongUsage, IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(url + "/api/v1/store" + (action.equals("stats") ? "" : "/" + action)))
            .header("Authorization", "Bearer " + token());
    if (!action.equals("stats")) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(
              HttpRequest.BodyPublishers.ofString(
                  name.isEmpty() ? "" : "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)));
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(
            url + " answers " + response.statusCode() + ": " + response.body().strip());
      }
      print(response.body());
    } catch (ConnectException refused) {
      throw new IOException(
          "no server answers at " + url + ": start hotclub server, or say --url", refused);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// The token of the server that this user has started, unless told otherwise.
  private String token() throws WrongUsage, IOException {
    Path file =
        tokenFile.isEmpty()
            ? Arguments.settings(List.of(), environment).tokenFile()
            : Path.of(tokenFile);
    if (Files.notExists(file)) {
      throw new IOException("there is no token in " + file + ": say --token-file FILE");
    }
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split("\\s+");
      if (!words[0].isEmpty() && !words[0].equals("read")) {
        return words[words.length - 1];
      }
    }
    throw new IOException(file + " has no administrator's token");
  }

  /// One member a line.
  private static void print(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (at.isScalarValue()) {
          System.out.printf("%-16s %s%n", parser.currentName(), parser.getText());
        }
      }
    }
  }
}
