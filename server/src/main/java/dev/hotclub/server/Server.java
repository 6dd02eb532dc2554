package dev.hotclub.server;

import dev.hotclub.server.ingest.Intake;
import dev.hotclub.server.ingest.OtlpGrpc;
import dev.hotclub.server.ingest.OtlpHttp;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http2.Http2Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The open ports: pages, API and OTLP on one, OTLP alone on others.
final class Server implements AutoCloseable {
  /// What a gRPC client may send before it waits for our word: a usual batch.
  private static final int WINDOW_BYTES = 1 << 20;

  /// Kubernetes waits 30 s before it kills.
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /// Exporters keep theirs open between batches, at most a minute apart.
  private static final Duration IDLE = Duration.ofMinutes(5);

  /// Longer than any sender pauses within a message; a slower one holds a connection for nothing.
  private static final Duration READ = Duration.ofSeconds(30);

  private final List<WebServer> listeners = new ArrayList<>();
  private final Intake intake;
  private volatile boolean draining;

  private Server(Intake intake) {
    this.intake = intake;
  }

  /// @param pages registers what is beside OTLP
  /// @throws IOException if the port cannot be opened; the others may be somebody else's
  static Server start(
      Settings settings,
      Intake intake,
      OtlpHttp http,
      OtlpGrpc grpc,
      Consumer<HttpRouting.Builder> pages)
      throws IOException {
    Server server = new Server(intake);
    InetAddress address = InetAddress.getByName(settings.host());
    Consumer<HttpRouting.Builder> otlp =
        routing -> {
          http.register(routing);
          grpc.register(routing);
          server.health(routing);
        };
    probe(address, settings.port());
    server.listeners.add(listen(address, settings.port(), otlp.andThen(pages)));
    for (int port : settings.otlpPorts()) {
      try {
        probe(address, port);
      } catch (IOException taken) {
        continue;
      }
      server.listeners.add(listen(address, port, otlp));
    }
    return server;
  }

  /// Helidon tells of a port that is taken by a stack trace; this, by an exception.
  private static void probe(InetAddress address, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (BindException taken) {
      throw new IOException(
          "port "
              + port
              + " of "
              + address.getHostAddress()
              + " cannot be opened: is another server there? --port names another",
          taken);
    }
  }

  private static WebServer listen(
      InetAddress address, int port, Consumer<HttpRouting.Builder> routes) {
    return WebServer.builder()
        .address(address)
        .port(port)
        .shutdownHook(false)
        .shutdownGracePeriod(DRAIN)
        .idleConnectionTimeout(IDLE)
        .connectionOptions(SocketOptions.builder().readTimeout(READ).tcpNoDelay(true).build())
        .addConnectionSelector(
            new Http2Door(Http2Config.builder().initialWindowSize(WINDOW_BYTES).build()))
        .contentEncoding(
            ContentEncodingContext.builder()
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new PassedOnPacked())
                .build())
        .routing(routes)
        .build()
        .start();
  }

  private void health(HttpRouting.Builder routing) {
    routing
        .get("/health", (_, response) -> response.send("ok\n"))
        .get(
            "/ready",
            (_, response) -> {
              if (draining) {
                response.status(Status.SERVICE_UNAVAILABLE_503).send("stopping\n");
              } else {
                response.send("ready\n");
              }
            });
  }

  /// The first is that of the pages.
  List<Integer> ports() {
    return listeners.stream().map(WebServer::port).toList();
  }

  /// Takes nothing more, ends what is under way, and concludes what is complete.
  @Override
  public void close() {
    draining = true;
    listeners.forEach(WebServer::stop);
    intake.close();
  }
}
