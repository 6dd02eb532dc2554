/// `hotclub top`: a full-screen view of what runs at this moment.
///
/// `TopScreen` makes lines of a view, a state and a size; `TopState` is changed by keys; `TopLoop`
/// brings both together on a `FullScreen`.
@org.jspecify.annotations.NullMarked
package dev.hotclub.cli.top;
