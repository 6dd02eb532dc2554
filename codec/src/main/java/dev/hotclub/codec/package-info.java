/// Bytes to model and back, one file per format.
///
/// ```
/// in order of time      Speedscope, ChromeTrace, Gecko      told from a Recording
/// folded by weight      Pprof, Otlp, Pstats                 told from a Recording, through Weights
///                       Collapsed                           from a Profile
/// everything            hc.HcWriter, hc.HcReader
/// ```
///
/// Every writer takes a view, which says what is counted and shown, and leaves its stream open.
/// Formats that want one thread after another get them from `ThreadByThread`, which holds a bounded
/// number of samples; those that fold hold as much as there are distinct stacks.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec;
