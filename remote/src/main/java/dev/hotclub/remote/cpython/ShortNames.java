package dev.hotclub.remote.cpython;

import dev.hotclub.remote.process.ProcessFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A source file's name as people say it: relative to the folder that holds its outermost package.
/// Looks at the target's own file system: a folder is a package while it has an `__init__.py`.
final class ShortNames implements UnaryOperator<String> {
  /// Applications have some ten thousand files; names made up at run time (`<string>`) are no
  /// files.
  private static final int MOST = 100_000;

  private static final int DEEPEST_PACKAGE = 32;

  private final ProcessFiles files;
  private final Map<String, String> known = new HashMap<>();
  private final Map<String, Boolean> packages = new HashMap<>();

  ShortNames(ProcessFiles files) {
    this.files = files;
  }

  @Override
  public String apply(String file) {
    if (known.size() > MOST) {
      known.clear();
      packages.clear();
    }
    return known.computeIfAbsent(file, this::shorten);
  }

  private String shorten(String file) {
    if (!file.startsWith("/") || file.indexOf('\0') >= 0) {
      return file;
    }
    int slash = file.lastIndexOf('/');
    for (int levels = 0; slash > 0 && levels < DEEPEST_PACKAGE; levels++) {
      if (!isPackage(file.substring(0, slash))) {
        break;
      }
      slash = file.lastIndexOf('/', slash - 1);
    }
    return file.substring(slash + 1);
  }

  private boolean isPackage(String folder) {
    return packages.computeIfAbsent(
        folder,
        name -> {
          Path inside = files.inRoot(name + "/__init__.py");
          return Files.exists(inside);
        });
  }
}
