package dev.hotclub.store.duckdb;

import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.SpanKind;

/// Numbers of enums on disk: they stay when an enum's order changes.
final class Codes {
  private Codes() {}

  static int of(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 0;
      case SERVER -> 1;
      case CLIENT -> 2;
      case PRODUCER -> 3;
      case CONSUMER -> 4;
    };
  }

  static SpanKind kind(int code) {
    return switch (code) {
      case 1 -> SpanKind.SERVER;
      case 2 -> SpanKind.CLIENT;
      case 3 -> SpanKind.PRODUCER;
      case 4 -> SpanKind.CONSUMER;
      default -> SpanKind.INTERNAL;
    };
  }

  static int of(Outcome outcome) {
    return switch (outcome) {
      case UNSET -> 0;
      case OK -> 1;
      case ERROR -> 2;
    };
  }

  static Outcome outcome(int code) {
    return switch (code) {
      case 1 -> Outcome.OK;
      case 2 -> Outcome.ERROR;
      default -> Outcome.UNSET;
    };
  }
}
