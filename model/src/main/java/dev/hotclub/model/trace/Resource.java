package dev.hotclub.model.trace;

/// Who sent a span: one process of one service. Texts are empty where the sender does not say.
///
/// @param service OpenTelemetry's `service.name`
/// @param environment `deployment.environment.name`
/// @param release `service.version`
/// @param host `host.name`
/// @param pid 0 if unknown
/// @param sender `telemetry.sdk.name`: `hotclub-django`, `opentelemetry`, …
/// @param runtime `process.runtime.name` and version, `CPython 3.12.1`
/// @param framework `Django 5.2.1`, where the sender knows
public record Resource(
    String service,
    String environment,
    String release,
    String host,
    long pid,
    String sender,
    String runtime,
    String framework) {}
