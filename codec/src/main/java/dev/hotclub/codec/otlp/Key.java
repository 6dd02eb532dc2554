package dev.hotclub.codec.otlp;

import java.util.List;

/// Attributes that are read, by the names of OpenTelemetry's semantic conventions (1.37 and, where
/// it differs, the name before 1.20) and our own, `docs/traces.md`.
enum Key {
  METHOD("http.request.method", "http.method"),
  ROUTE("http.route"),
  STATUS("http.response.status_code", "http.status_code"),
  RESPONSE_BYTES("http.response.body.size", "http.response_content_length"),
  PATH("url.path"),
  TARGET("http.target"),
  URL("url.full", "http.url"),
  VIEW("hotclub.view"),
  QUEUE("hotclub.queue_ns"),
  WEIGHT("hotclub.weight"),
  LONG_LIVED("hotclub.long_lived"),
  USER("enduser.id"),
  UNIT("hotclub.unit"),
  DB_SYSTEM("db.system.name", "db.system"),
  DB_NAMESPACE("db.namespace", "db.name"),
  DB_TEXT("db.query.text", "db.statement"),
  DB_SUMMARY("db.query.summary"),
  DB_OPERATION("db.operation.name", "db.operation"),
  DB_BATCH("db.operation.batch.size"),
  DB_ROWS("db.response.returned_rows"),
  DB_ALIAS("hotclub.db.alias"),
  DB_EXECUTE("hotclub.db.execute_ns"),
  DB_CONNECT("hotclub.db.connect_ns"),
  DB_TRANSACTION("hotclub.db.transaction"),
  DB_PARAMETERS("hotclub.db.parameters"),
  DB_KEY_COLUMNS("hotclub.db.key_columns"),
  DB_KEYS("hotclub.db.keys"),
  ORM_KIND("hotclub.orm.kind"),
  ORM_RELATION("hotclub.orm.relation"),
  ORM_MODEL("hotclub.orm.model"),
  ORM_MADE("hotclub.orm.made"),
  ORM_JOINED("hotclub.orm.joined"),
  ORM_PREFETCHED("hotclub.orm.prefetched"),
  ORM_DEFERRED("hotclub.orm.deferred"),
  TEMPLATE("hotclub.template"),
  CACHE_BACKEND("hotclub.cache.backend"),
  CACHE_OPERATION("hotclub.cache.operation"),
  CACHE_KEY("hotclub.cache.key"),
  CACHE_KEYS("hotclub.cache.keys"),
  CACHE_HITS("hotclub.cache.hits"),
  CACHE_MISSES("hotclub.cache.misses"),
  CACHE_BYTES("hotclub.cache.bytes"),
  HOST("server.address", "net.peer.name"),
  PORT("server.port", "net.peer.port"),
  URL_TEMPLATE("url.template"),
  HTTP_KEYS("hotclub.http.keys"),
  TEMPLATE_NAME("hotclub.template.name"),
  MIDDLEWARE("hotclub.middleware"),
  MESSAGING("messaging.system"),
  DESTINATION("messaging.destination.name", "messaging.destination"),
  TASK("celery.task_name"),
  FILE("code.file.path", "code.filepath"),
  LINE("code.line.number", "code.lineno"),
  COLUMN("code.column.number", "code.column"),
  FUNCTION("code.function.name", "code.function"),
  STACK("hotclub.stack"),
  EXCEPTION_TYPE("exception.type"),
  EXCEPTION_MESSAGE("exception.message"),
  EXCEPTION_ESCAPED("exception.escaped"),
  EXCEPTION_STACK("exception.stacktrace"),
  SERVICE("service.name"),
  RELEASE("service.version"),
  ENVIRONMENT("deployment.environment.name", "deployment.environment"),
  MACHINE("host.name"),
  PID("process.pid"),
  RUNTIME("process.runtime.name"),
  RUNTIME_VERSION("process.runtime.version"),
  SENDER("telemetry.sdk.name"),
  FRAMEWORK("hotclub.framework");

  private final String current;
  private final String former;

  Key(String current) {
    this(current, "");
  }

  Key(String current, String former) {
    this.current = current;
    this.former = former;
  }

  /// One or two.
  List<String> names() {
    return former.isEmpty() ? List.of(current) : List.of(current, former);
  }

  /// Its place in an array that has one for each.
  @SuppressWarnings("EnumOrdinal") // never leaves this package, nor the process
  int slot() {
    return ordinal();
  }
}
