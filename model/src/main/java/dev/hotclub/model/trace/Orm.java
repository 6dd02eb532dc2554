package dev.hotclub.model.trace;

import java.util.List;

/// Which part of Django's ORM asked for a query, and for what.
///
/// @param relation `app.Model.field` through which rows were asked for, as declared on the model
///   that the access started from (`books.Author.books` for a reverse relation); empty where it is
///   none
/// @param model `app.Model` of the rows that were asked for; empty if unknown
/// @param made where the queryset was made; [Site#NOWHERE] if unknown
/// @param joined the `select_related` paths of the queryset, sorted
/// @param prefetched its `prefetch_related` paths, in order
/// @param deferred names of the fields that it leaves out (`only`, `defer`)
public record Orm(
    OrmKind kind,
    String relation,
    String model,
    Site made,
    List<String> joined,
    List<String> prefetched,
    List<String> deferred) {
  public static final Orm NONE =
      new Orm(OrmKind.UNKNOWN, "", "", Site.NOWHERE, List.of(), List.of(), List.of());
}
