package dev.hotclub.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// What a span costs the server: sends batches of 512 to a running one over HTTP, and reads that
/// process's CPU time, all of its threads, from `/proc`. Only what was answered with 200, and so is
/// durable, counts.
public final class IngestCost {
  private static final double TICKS_A_SECOND = 100;

  private IngestCost() {}

  /// @param arguments address of the server, its pid, seconds to warm up, seconds to measure,
  ///   connections, and the store's file (to be told its size a span)
  public static void main(String[] arguments) throws Exception {
    URI address = URI.create(arguments[0] + "/v1/traces");
    Path stat = Path.of("/proc", arguments[1], "stat");
    Duration warm = Duration.ofSeconds(Long.parseLong(arguments[2]));
    Duration measured = Duration.ofSeconds(Long.parseLong(arguments[3]));
    int connections = Integer.parseInt(arguments[4]);
    Path file = Path.of(arguments[5]);
    LongAdder spans = new LongAdder();
    LongAdder putOff = new LongAdder();
    AtomicBoolean running = new AtomicBoolean(true);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Traffic traffic = new Traffic(i);
      senders.add(Thread.ofPlatform().start(() -> send(address, traffic, spans, putOff, running)));
    }
    Thread.sleep(warm);
    long spansBefore = spans.sum();
    double cpuBefore = cpuSeconds(stat);
    long start = System.nanoTime();
    Thread.sleep(measured);
    long count = spans.sum() - spansBefore;
    double cpu = cpuSeconds(stat) - cpuBefore;
    double wall = (System.nanoTime() - start) / 1e9;
    running.set(false);
    for (Thread sender : senders) {
      sender.join();
    }
    System.out.printf(
        Locale.ROOT,
        "%.0f spans per CPU second, %.0f spans/s, %.2f CPUs, %d put off, %.1f bytes a span on disk%n",
        count / cpu,
        count / wall,
        cpu / wall,
        putOff.sum(),
        (double) size(file) / spans.sum());
  }

  private static void send(
      URI address, Traffic traffic, LongAdder spans, LongAdder putOff, AtomicBoolean running) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (running.get()) {
        Instant now = Instant.now();
        byte[] message = traffic.next(now.getEpochSecond() * 1_000_000_000L + now.getNano());
        HttpResponse<byte[]> response =
            client.send(
                HttpRequest.newBuilder(address)
                    .header("content-type", "application/x-protobuf")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        switch (response.statusCode()) {
          case 200 -> spans.add(Traffic.SPANS);
          case 429 -> putOff.increment();
          default -> throw new IOException("answered with " + response.statusCode());
        }
      }
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// User and system time of all threads.
  private static double cpuSeconds(Path stat) throws IOException {
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
