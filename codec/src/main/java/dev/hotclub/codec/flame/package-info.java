/// Flame graphs as files that a browser opens without a network: a page with the whole profile in
/// it, and a picture as py-spy draws it.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec.flame;
