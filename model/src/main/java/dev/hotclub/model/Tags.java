package dev.hotclub.model;

import java.util.Map;

/// What a sample was taken for: the request's route, the task, the statement. Keys are few and
/// fixed, values bounded by whoever reads them.
///
/// @param values unmodifiable; no order
public record Tags(Map<String, String> values) {
  public static final Tags NONE = new Tags(Map.of());

  public Tags {
    values = Map.copyOf(values);
  }
}
