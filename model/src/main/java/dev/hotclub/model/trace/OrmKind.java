package dev.hotclub.model.trace;

import java.util.Locale;

/// By which of Django's ways a query came to be. On the wire in lower case.
public enum OrmKind {
  UNKNOWN,
  FORWARD_FK,
  FORWARD_ONE_TO_ONE,
  REVERSE_ONE_TO_ONE,
  REVERSE_FK,
  M2M,
  GENERIC_FK,
  GENERIC_RELATION,
  DEFERRED,
  REFRESH,
  PREFETCH,
  LIST,
  ITERATOR,
  VALUES,
  GET,
  FIRST,
  IN_BULK,
  COUNT,
  EXISTS,
  AGGREGATE,
  SAVE,
  CREATE,
  GET_OR_CREATE,
  UPDATE,
  DELETE,
  BULK_CREATE,
  BULK_UPDATE,
  RAW,
  CURSOR,
  /// A check before a save: is this value taken.
  VALIDATION,
  TRANSACTION;

  /// [#UNKNOWN] for a word that is none of these.
  public static OrmKind parse(String word) {
    for (OrmKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return UNKNOWN;
  }

  /// As it stands on the wire, `forward_fk`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
