package dev.hotclub.sampler.live;

import dev.hotclub.model.Losses;

/// How good a window is, and what it took.
///
/// @param achievedPerSecond samples of each thread per second that were taken
/// @param losses what was kept and missed in the window
/// @param heldShare part of the window in which threads of the target were held; 1 is one thread
/// @param profilerShare processor time of the profiler, in the kernel too; 1 is one processor
public record LiveQuality(
    double achievedPerSecond, Losses losses, double heldShare, double profilerShare) {}
