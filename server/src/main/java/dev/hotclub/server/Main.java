package dev.hotclub.server;

import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.analysis.TraceAnalysis;
import dev.hotclub.server.access.Access;
import dev.hotclub.server.access.AuditLog;
import dev.hotclub.server.access.Token;
import dev.hotclub.server.api.StoreRoutes;
import dev.hotclub.server.ingest.IngestToken;
import dev.hotclub.server.ingest.Intake;
import dev.hotclub.server.ingest.OtlpGrpc;
import dev.hotclub.server.ingest.OtlpHttp;
import dev.hotclub.server.pages.Pages;
import dev.hotclub.store.Store;
import dev.hotclub.store.StoreSettings;
import dev.hotclub.store.duckdb.DuckDbStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// `hotclub server` and `hotclub store`: builds the graph of objects, says where it is to be found,
/// and runs until it is told to stop.
public final class Main {
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 1;
  private static final int OUR_BUG = 70;

  private Main() {}

  public static void main(String[] words) {
    int code;
    try {
      code = run(List.of(words));
    } catch (WrongUsage wrong) {
      System.err.println("hotclub: " + wrong.getMessage() + "\n--help says what it takes");
      code = WRONG_USAGE;
    } catch (IOException failed) {
      System.err.println("hotclub: " + failed.getMessage());
      code = FAILED;
    } catch (RuntimeException bug) {
      bug.printStackTrace();
      code = OUR_BUG;
    }
    System.exit(code);
  }

  /// @param words the command and what follows
  private static int run(List<String> words) throws WrongUsage, IOException {
    String command = words.isEmpty() ? "server" : words.getFirst();
    List<String> rest = words.subList(Math.min(1, words.size()), words.size());
    if (!command.equals("server") && !command.equals("store")) {
      throw new WrongUsage("there is no command " + command);
    }
    if (command.equals("store")) {
      if (rest.contains("--help") || rest.contains("-h")) {
        System.out.print(StoreCommand.HELP);
      } else {
        StoreCommand.run(rest, System.getenv());
      }
      return 0;
    }
    if (rest.contains("--help") || rest.contains("-h")) {
      System.out.print(Arguments.HELP);
      return 0;
    }
    serve(Arguments.settings(rest, System.getenv()));
    return 0;
  }

  private static void serve(Settings settings) throws WrongUsage, IOException {
    // held on to, for a logger that nobody holds forgets its level
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    refuseOpenDoor(settings);
    // before the port opens, so that whoever sees the server finds it
    List<Token> tokens = TokenFile.read(settings.tokenFile());
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    stopOnSignal(stop, stopped);
    SqlShapes shapes = new SqlShapes();
    try (Store store = DuckDbStore.open(settings.storeFile(), storeSettings(settings));
        Server server = start(settings, store, shapes, tokens)) {
      System.out.println(ready(settings, server));
      stop.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private static Server start(Settings settings, Store store, SqlShapes shapes, List<Token> tokens)
      throws IOException {
    Intake intake =
        new Intake(store, shapes, new TraceAnalysis(shapes), settings.limits(), Clock.systemUTC());
    IngestToken token = new IngestToken(settings.ingestToken());
    OtlpHttp http = new OtlpHttp(intake, token, settings.limits());
    OtlpGrpc grpc = new OtlpGrpc(intake, token, settings.limits());
    AuditLog audit = new AuditLog(settings.storeFile().resolveSibling("audit.jsonl"));
    Access access = new Access(tokens, audit, Clock.systemUTC());
    Path exports = settings.storeFile().resolveSibling("exports");
    Pages pages =
        new Pages(
            store,
            access,
            shapes::of,
            new Health(intake.counts()),
            Clock.systemUTC(),
            new StoreRoutes(store, access, exports).routes());
    return Server.start(settings, intake, http, grpc, pages::register);
  }

  private static StoreSettings storeSettings(Settings settings) {
    StoreSettings usual = StoreSettings.DEFAULT;
    return new StoreSettings(
        usual.memoryMegabytes(),
        settings.keep(),
        settings.keep().compareTo(usual.talliesFor()) > 0 ? settings.keep() : usual.talliesFor(),
        settings.keepBytes() == 0 ? usual.mostBytes() : settings.keepBytes(),
        usual.mostOperations(),
        usual.mostShapes());
  }

  private static void refuseOpenDoor(Settings settings) throws WrongUsage, IOException {
    if (settings.ingestToken().isEmpty()
        && !InetAddress.getByName(settings.host()).isLoopbackAddress()) {
      throw new WrongUsage(
          "on "
              + settings.host()
              + " anybody could send: set an ingest token (--ingest-token-file FILE or"
              + " HOTCLUB_INGEST_TOKEN), or listen on 127.0.0.1");
    }
  }

  /// What a person needs to find the server, on one line.
  private static String ready(Settings settings, Server server) {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    List<Integer> ports = server.ports();
    String others =
        ports.size() == 1
            ? ""
            : ports.stream()
                .skip(1)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", ", OTLP also on ", ""));
    return "hotclub: http://"
        + host
        + ":"
        + ports.getFirst()
        + "/ is ready, its token is in "
        + settings.tokenFile()
        + others;
  }

  /// The process ends when the store is closed, however it was told to.
  private static void stopOnSignal(CountDownLatch stop, CountDownLatch stopped) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException again) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}
