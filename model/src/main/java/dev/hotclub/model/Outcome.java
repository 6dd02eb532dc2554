package dev.hotclub.model;

import java.time.Duration;

/// What is known when a recording ends.
///
/// @param duration from the session's start to its last instant
/// @param end why it ended, for a person: `duration reached`, `interrupted`, `process 4711 exited`
public record Outcome(Duration duration, Losses losses, Cost cost, String end) {}
