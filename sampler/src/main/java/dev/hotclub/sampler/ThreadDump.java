package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.remote.cpython.LocalVariable;
import java.util.List;

/// One thread at one instant.
///
/// @param locals for each frame of the stack, in its order, the local variables; empty lists where
///   they were not asked for
public record ThreadDump(
    ThreadInfo thread,
    Activity activity,
    boolean holdsGil,
    Stack stack,
    List<List<LocalVariable>> locals,
    Exactness exactness) {
  public ThreadDump {
    locals = List.copyOf(locals);
  }
}
