package dev.hotclub.model.trace;

/// What a span did. Texts are empty and counts −1 where the sender does not say; values of
/// parameters, paths and keys are masked by the sender.
public sealed interface Call {

  /// A request that was served, or a command or task that ran: a unit of work.
  ///
  /// @param method of HTTP, upper case; `COMMAND` for a management command, `TASK` for a task
  /// @param route as the site declares it, `books/<int:pk>/`; the command's or task's name
  /// @param view `module.function` or `module.Class`
  /// @param path masked
  /// @param status of HTTP; 0 for commands and tasks
  /// @param responseBytes −1 if unknown
  /// @param queueNanos how long it waited in front of the application; −1 if unknown
  /// @param weight how many requests this one stands for, at least 1
  /// @param user only if the application asks for it
  /// @param longLived a WebSocket or a stream of events: kept out of percentiles
  record Request(
      String method,
      String route,
      String view,
      String path,
      int status,
      long responseBytes,
      long queueNanos,
      double weight,
      String user,
      boolean longLived)
      implements Call {
    /// What requests are counted under: `GET books/<int:pk>/`. The view stands for a missing route
    /// (none was found, or it is the site's root).
    public String operation() {
      String place = route.isEmpty() ? view : route;
      return place.isEmpty() ? method : method + ' ' + place;
    }
  }

  /// A statement on a database.
  ///
  /// @param system `postgresql`, `sqlite`, …
  /// @param alias Django's name of the database, else the database's
  /// @param text with placeholders, as sent
  /// @param rows that were fetched, or affected by a write
  /// @param executeNanos in `execute`; the rest of the span's time went into fetching
  /// @param connectNanos waiting for a connection, before the span's start
  /// @param batch parameter sets of `executemany`, else 1
  /// @param transaction the same number for statements of one transaction of this trace; 0 outside
  /// @param parameters hashes of the bound values in order, at most 1,000; a value that is not a
  ///   key (float, long text, bytes) is 0
  /// @param template where a template asked for it; [Site#NOWHERE] otherwise
  record Query(
      String system,
      String alias,
      String text,
      long rows,
      long executeNanos,
      long connectNanos,
      int batch,
      int transaction,
      Hashes parameters,
      RowKeys keys,
      Orm orm,
      Site template)
      implements Call {}

  /// A call of a cache.
  ///
  /// @param operation `get`, `set`, `get_many`, `delete`, `incr`, …
  /// @param key pattern with the changing parts masked
  /// @param keyHashes one a key
  record Cache(
      String backend,
      String operation,
      String key,
      Hashes keyHashes,
      int hits,
      int misses,
      long bytes)
      implements Call {}

  /// A request to somebody else.
  ///
  /// @param path pattern with the changing parts masked
  /// @param keyHashes of the masked parts, in order
  record Outgoing(
      String method, String host, int port, String path, Hashes keyHashes, int status, long bytes)
      implements Call {}

  /// A template that was rendered.
  record Render(String template) implements Call {}

  /// The own time and that of everything inside of a middleware.
  record Middleware(String name) implements Call {}

  /// Anything else: a span of the application's own, or of a kind that is only kept.
  record Other() implements Call {}
}
