package dev.hotclub.cli;

import java.lang.module.ModuleDescriptor;

/// Which Hotclub this is.
final class Version {
  private Version() {}

  /// The version that the build wrote into the module, for example `0.1.0`.
  static String current() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null ? "unpackaged" : module.rawVersion().orElse("unpackaged");
  }
}
