package dev.hotclub.remote.kernel;

/// What the kernel's side did since the reader was opened, over all CPUs.
///
/// @param sent records put into the ring
/// @param ringFull records lost because the reader did not keep up
/// @param faults stacks with a part that could not be read; they are sent, cut
/// @param tooBig stacks that were deeper than the largest record; they are sent, cut
/// @param kernelNanos time spent in copying stacks
public record KernelCounts(long sent, long ringFull, long faults, long tooBig, long kernelNanos) {}
