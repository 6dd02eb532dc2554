package dev.hotclub.sampler.live;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;

/// One thread in the last window.
///
/// @param busyShare part of the window in which it ran or could have run
/// @param gilShare part of the window in which it held the global interpreter lock
/// @param activity the last that was seen of it
/// @param stack the last that was seen of it
public record LiveThread(
    ThreadInfo thread, double busyShare, double gilShare, Activity activity, Stack stack) {}
