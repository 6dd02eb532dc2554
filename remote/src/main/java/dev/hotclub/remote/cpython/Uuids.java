package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;

/// `uuid.UUID`, which keeps its 128 bits as an `int` by the name of `int`.
final class Uuids implements ValueFamily {
  private static final int MOST_ATTRIBUTES = 16;

  private final Attributes attributes;
  private final Numbers numbers;

  Uuids(Attributes attributes, Numbers numbers) {
    this.attributes = attributes;
    this.numbers = numbers;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.isHeap() && type.is("UUID");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    Long number = attributes.of(object, type, MOST_ATTRIBUTES).get("int");
    if (number == null) {
      throw new UnmappedAddress(object, 0);
    }
    String hex = numbers.integer(number).toString(16);
    if (hex.length() > 32 || hex.startsWith("-")) {
      throw new UnmappedAddress(number, 0);
    }
    String all = "0".repeat(32 - hex.length()) + hex;
    out.append("UUID('");
    int from = 0;
    for (int end : new int[] {8, 12, 16, 20, 32}) {
      out.append(from == 0 ? "" : "-").append(all.substring(from, end));
      from = end;
    }
    out.append("')");
  }
}
