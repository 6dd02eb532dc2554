package dev.hotclub.model.finding;

/// One observed fact that speaks for a finding.
///
/// @param fact `shape`, `site`, `growth`, `provenance`, `duration`, …
/// @param words one line with its numbers
public record Evidence(String fact, String words) {}
