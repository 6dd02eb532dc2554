/// Bytes to model and back, one file per format.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec;
