package dev.hotclub.server.api;

/// Why there is no answer.
///
/// @param error what happened and what to do, one line
public record Refusal(int status, String error) {}
