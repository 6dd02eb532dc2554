/// Writes Google's Protocol Buffers wire format, for the formats that are made of it.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec.proto;
