package dev.hotclub.sampler.live;

import dev.hotclub.model.Frame;
import java.time.Duration;

/// One function, or one line, of the live table.
///
/// @param ownShare part of the last window that a thread spent in it itself; 1 is one thread all
///   the time, more is more threads
/// @param totalShare the same with everything it called
/// @param own time since the last reset in it itself
/// @param total the same with everything it called
public record LiveRow(
    Frame frame, double ownShare, double totalShare, Duration own, Duration total) {}
