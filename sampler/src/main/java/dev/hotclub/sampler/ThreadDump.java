package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.remote.cpython.LocalVariable;
import java.util.List;

/// One thread at one instant.
///
/// @param exactness whether the stack belongs to one instant
/// @param locals for each frame of the stack, in its order, the local variables; empty where they
///   were not asked for
/// @param localsExactness whether they belong to that instant too
public record ThreadDump(
    ThreadInfo thread,
    Activity activity,
    boolean holdsGil,
    Stack stack,
    Exactness exactness,
    List<List<LocalVariable>> locals,
    Exactness localsExactness) {
  public ThreadDump {
    locals = List.copyOf(locals);
  }
}
