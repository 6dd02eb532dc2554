package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;

/// Classes, functions, methods and modules: by their names.
final class Definitions implements ValueFamily {
  private static final int MOST_NAME = 256;

  /// A module's name is its first item.
  private static final int MOST_GLOBALS = 64;

  private final Peek peek;
  private final int header;
  private final int functionName;
  private final TypeObjects types;
  private final Dicts dicts;
  private final Strings strings;

  Definitions(Peek peek, Layout layout, TypeObjects types, Dicts dicts, Strings strings) {
    this.peek = peek;
    this.header = layout.header();
    // `func_qualname`: the last field until 3.9, the fourth from 3.10 on (`Include/funcobject.h`)
    this.functionName = header + (layout.version().atLeast(3, 10) ? 24 : 88);
    this.types = types;
    this.dicts = dicts;
    this.strings = strings;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.isType()
        || switch (type.name()) {
          case "function", "method", "module" -> true;
          default -> false;
        };
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    if (type.isType()) {
      out.append("<class '" + className(types.read(object)) + "'>");
      return;
    }
    switch (type.name()) {
      case "function" ->
          out.append("<function " + functionName(object) + Instances.at(object) + ">");
      case "module" -> out.append("<module '" + moduleName(object) + "'>");
      default -> {
        // `PyMethodObject`: function, then self
        TypeObject self = types.of(peek.word(object + header + 8));
        out.append("<bound method " + functionName(peek.word(object + header)));
        out.append(" of " + self.simpleName() + Instances.at(peek.word(object + header + 8)) + ">");
      }
    }
  }

  private String functionName(long function) throws UnmappedAddress {
    return types.of(function).is("function")
        ? strings.read(peek.word(function + functionName), MOST_NAME)
        : types.of(function).simpleName();
  }

  private String moduleName(long module) throws UnmappedAddress {
    long name = dicts.value(peek.word(module + header), "__name__", MOST_GLOBALS);
    if (name == 0 || !types.of(name).isText()) {
      throw new UnmappedAddress(module, 0);
    }
    return strings.read(name, MOST_NAME);
  }

  private String className(TypeObject type) throws UnmappedAddress {
    if (!type.isHeap()) {
      return type.name();
    }
    long module = types.own(type, "__module__");
    boolean named = module != 0 && types.of(module).isText();
    String prefix = named ? strings.read(module, MOST_NAME) + "." : "";
    return prefix.equals("builtins.") || type.name().indexOf('.') >= 0
        ? type.name()
        : prefix + type.name();
  }
}
