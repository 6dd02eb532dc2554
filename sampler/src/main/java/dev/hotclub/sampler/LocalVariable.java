package dev.hotclub.sampler;

/// A local variable of a frame, as a person reads it.
///
/// @param name as in the source
/// @param text the value as Python's `repr` would show it where it could be read, bounded in length
///   and depth; else type and address
/// @param argument whether it is a parameter of the function
public record LocalVariable(String name, String text, boolean argument) {}
