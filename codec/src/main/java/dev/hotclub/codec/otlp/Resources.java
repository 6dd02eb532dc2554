package dev.hotclub.codec.otlp;

import dev.hotclub.model.trace.Resource;

/// Who sends: the resource of a `ResourceSpans` or `ResourceMetrics`, made once for each sender.
final class Resources {
  private static final int RESOURCE = 1 << 3 | ProtoReader.BYTES;

  private final Interned<Resource> interned;
  private final Slots slots;

  Resources(KeyTable table, Texts texts) {
    slots = new Slots(table, texts);
    interned = new Interned<>(256, this::make);
  }

  /// @param in opened at the message that has a resource in its first field; is left at its start,
  ///   for the field may stand behind others
  Resource of(ProtoReader in) throws MalformedOtlp {
    int start = in.at();
    Resource found = new Resource("", "", "", "", 0, "", "", "");
    while (in.more()) {
      int tag = in.tag();
      if (tag == RESOURCE) {
        int outer = in.open();
        found = interned.of(in.bytes(), in.at(), in.at() + in.left());
        in.close(outer);
        break;
      }
      in.skip(tag);
    }
    in.rewind(start);
    return found;
  }

  private Resource make(byte[] bytes, int from, int to) throws MalformedOtlp {
    slots.clear(bytes);
    ProtoReader in = new ProtoReader(bytes, from, to);
    while (in.more()) {
      int tag = in.tag();
      if (tag == RESOURCE) {
        slots.read(in);
      } else {
        in.skip(tag);
      }
    }
    String runtime = slots.text(Key.RUNTIME) + " " + slots.text(Key.RUNTIME_VERSION);
    return new Resource(
        slots.text(Key.SERVICE),
        slots.text(Key.ENVIRONMENT),
        slots.text(Key.RELEASE),
        slots.text(Key.MACHINE),
        Math.max(0, slots.number(Key.PID, 0)),
        slots.text(Key.SENDER),
        runtime.strip(),
        slots.text(Key.FRAMEWORK));
  }
}
