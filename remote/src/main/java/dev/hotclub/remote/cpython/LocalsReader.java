package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.remote.memory.Allowance;
import dev.hotclub.remote.memory.PageCache;
import dev.hotclub.remote.memory.RemoteMemory;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the local variables of copied frames. The variables belong to the instant of the copy
/// where the copy has them; what they refer to is read after it.
///
/// Not for use by two threads at once.
public final class LocalsReader {
  /// As the parser of stacks follows them.
  private static final int DEEPEST = 1 << 16;

  /// Frames whose variables are read; nobody reads those of deeper recursions.
  private static final int MOST_FRAMES = 2048;

  /// Reads of memory for one thread: a variable takes about thirty, a large one at full length some
  /// thousand.
  private static final long MOST_READS = 2_000_000;

  /// 4 MB: the values of a thread lie on a few dozen pages, those of a large one on some hundred.
  private static final int MOST_PAGES = 1024;

  private final Layout layout;
  private final PageCache pages;
  private final Allowance allowance;
  private final Peek peek;
  private final Strings strings;
  private final Values values;
  private final Map<Long, LocalSlots> slots = new HashMap<>();

  LocalsReader(RemoteMemory memory, Layout layout, Arena arena) {
    this.layout = layout;
    this.pages = new PageCache(memory, MOST_PAGES, arena);
    this.allowance = new Allowance(pages);
    this.peek = new Peek(allowance, arena);
    this.strings = new Strings(peek, layout);
    this.values = new Values(allowance, layout, arena);
  }

  /// The variables of each Python frame of a copy, the innermost first, as the parser has them.
  /// Arguments stand before other variables; those without a value are left out. There may be fewer
  /// than the stack has frames: the outermost of very deep stacks are left out.
  public List<List<LocalVariable>> read(Snapshot snapshot, ValueLimits limits) {
    pages.forget();
    values.forget();
    allowance.grant(MOST_READS);
    slots.clear();
    List<List<LocalVariable>> frames = new ArrayList<>();
    long frame = snapshot.frame();
    for (int steps = 0; frame != 0 && steps < DEEPEST; steps++) {
      long at = snapshot.find(frame, layout.frame().size());
      if (at < 0) {
        break;
      }
      int owner = layout.frame().owner();
      if (frames.size() == MOST_FRAMES || allowance.spent()) {
        break;
      }
      if (owner < 0 || snapshot.bytes().get(JAVA_BYTE, at + owner) < layout.frame().cStackOwner()) {
        frames.add(frame(snapshot, frame, at, limits));
      }
      frame = snapshot.bytes().get(JAVA_LONG_UNALIGNED, at + layout.frame().previous());
    }
    return frames;
  }

  private List<LocalVariable> frame(Snapshot snapshot, long frame, long at, ValueLimits limits) {
    long code = untagged(snapshot.bytes().get(JAVA_LONG_UNALIGNED, at + layout.frame().code()));
    try {
      LocalSlots known = slots.get(code);
      if (known == null) {
        known = LocalSlots.of(code, peek, layout, strings);
        slots.put(code, known);
      }
      return variables(snapshot, frame, known, limits);
    } catch (UnmappedAddress unreadable) {
      return List.of();
    }
  }

  private List<LocalVariable> variables(
      Snapshot snapshot, long frame, LocalSlots known, ValueLimits limits) throws UnmappedAddress {
    Map<String, LocalVariable> variables = new LinkedHashMap<>();
    for (int i = 0; i < known.names().size(); i++) {
      String name = known.names().get(i);
      boolean argument = i < known.arguments();
      if (argument) {
        // keeps its place if the value stands in a cell
        variables.put(name, new LocalVariable(name, "", LocalVariable.Role.ARGUMENT));
      }
      long slot = slot(snapshot, frame + layout.frame().locals() + 8L * i);
      String text = text(slot, limits);
      if (!text.isEmpty()) {
        LocalVariable.Role role =
            argument || variables.containsKey(name)
                ? LocalVariable.Role.ARGUMENT
                : LocalVariable.Role.LOCAL;
        variables.put(name, new LocalVariable(name, text, role));
      }
    }
    variables.values().removeIf(variable -> variable.text().isEmpty());
    return List.copyOf(variables.values());
  }

  private long slot(Snapshot snapshot, long address) throws UnmappedAddress {
    long at = snapshot.find(address, 8);
    return at < 0 ? peek.word(address) : snapshot.bytes().get(JAVA_LONG_UNALIGNED, at);
  }

  /// From 3.14 on references carry marks in their two lowest bits; both set mean a small number in
  /// place of a reference (`Include/internal/pycore_stackref.h`).
  private long untagged(long reference) {
    return layout.version().atLeast(3, 14) ? reference & -4 : reference;
  }

  /// Empty if the variable has no value.
  private String text(long reference, ValueLimits limits) {
    if (layout.version().atLeast(3, 14) && (reference & 3) == 3) {
      return Long.toString(reference >> 2);
    }
    long object = untagged(reference);
    return object == 0 ? "" : values.textOfVariable(object, limits);
  }
}
