package dev.hotclub.model;

/// Whose code a frame is.
public enum Origin {
  /// The program's own: what its people can change.
  OWN,
  /// Installed packages, and code that they generate.
  LIBRARY,
  /// Python and its standard library.
  INTERPRETER;

  /// By the place of the file. Code that was typed in or given by `-c` is the program's own.
  public static Origin of(Frame frame) {
    String file = frame.file();
    if (file.isEmpty() || file.startsWith("<frozen ")) {
      return INTERPRETER;
    }
    if (file.contains("/site-packages/") || file.contains("/dist-packages/")) {
      return LIBRARY;
    }
    if (file.matches(".*/bin/[^/.]+")) {
      // the few lines that installers write to start a package
      return LIBRARY;
    }
    int lib = file.lastIndexOf("/lib/python");
    // python3.12/…, python3/…: a folder of the interpreter's, not lib/python_stuff/
    if (lib >= 0 && file.startsWith("3", lib + "/lib/python".length())) {
      return INTERPRETER;
    }
    return file.startsWith("<") && !file.equals("<string>") && !file.equals("<stdin>")
        ? LIBRARY
        : OWN;
  }

  /// The package a library frame belongs to: the folder or module below `site-packages`.
  public static String packageOf(Frame frame) {
    String file = frame.file();
    int start = file.lastIndexOf("-packages/");
    if (start < 0) {
      return "python";
    }
    String rest = file.substring(start + "-packages/".length());
    int end = rest.indexOf('/');
    return end >= 0
        ? rest.substring(0, end)
        : rest.endsWith(".py") ? rest.substring(0, rest.length() - 3) : rest;
  }
}
