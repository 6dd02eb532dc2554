package dev.hotclub.model.trace;

/// How a span ended, as its instrumentation has it.
public enum Outcome {
  UNSET,
  OK,
  ERROR
}
