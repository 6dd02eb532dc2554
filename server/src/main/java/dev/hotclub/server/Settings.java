package dev.hotclub.server;

import dev.hotclub.server.ingest.IngestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How the server is to run.
///
/// @param host address or name that is listened on
/// @param port 0 for any that is free
/// @param otlpPorts opened too, for OTLP alone, where nobody else has them
/// @param storeFile made if it is not there
/// @param tokenFile holds the token for pages and API; made if it is not there
/// @param ingestToken that senders have to show; empty if they need none, which only loopback
///   allows
/// @param keep how long traces are kept
/// @param keepBytes how large the store may grow; 0 for any size
public record Settings(
    String host,
    int port,
    List<Integer> otlpPorts,
    Path storeFile,
    Path tokenFile,
    String ingestToken,
    Duration keep,
    long keepBytes,
    IngestLimits limits) {}
