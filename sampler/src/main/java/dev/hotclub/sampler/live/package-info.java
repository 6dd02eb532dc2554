/// What is running at this moment: counts over the last window and since the last reset, for a live
/// view.
@org.jspecify.annotations.NullMarked
package dev.hotclub.sampler.live;
