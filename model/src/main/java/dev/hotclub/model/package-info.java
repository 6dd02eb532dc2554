/// The values that every room shares.
///
/// ```
/// Recording = Session, { ProcessInfo | ThreadInfo | Sample }, Outcome
/// Sample    = time, duration, thread, Stack, Activity, Exactness, Tags
/// Stack     = { Frame }                       innermost first
/// Profile   = Map of Stack to value           time forgotten, weight kept
/// CallTree  = Profile with common callers merged: all that is ever drawn
/// ```
@org.jspecify.annotations.NullMarked
package dev.hotclub.model;
