/// JSON, for the formats that are made of it.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec.json;
