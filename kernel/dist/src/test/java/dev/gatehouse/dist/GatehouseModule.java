package dev.gatehouse.dist;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Optional;

/// A module of Gatehouse, as the package of a class tells it: `sdk`, `kernel`, `plugins.cache`, ...
record GatehouseModule(String name) {
  private static final String ROOT = "dev.gatehouse.";

  /// Returns the module that a class belongs to, or nothing for a class that is not ours.
  static Optional<GatehouseModule> of(JavaClass type) {
    String packageName = type.getBaseComponentType().getPackageName();
    if (!packageName.startsWith(ROOT)) {
      return Optional.empty();
    }
    String[] parts = packageName.substring(ROOT.length()).split("\\.");
    boolean plugin = parts[0].equals("plugins") && parts.length > 1;
    return Optional.of(new GatehouseModule(plugin ? "plugins." + parts[1] : parts[0]));
  }

  /// The rule of dependencies: everything builds on the SDK alone, the SDK on nothing of ours; only
  /// the testkit sees the kernel.
  boolean mayUse(GatehouseModule other) {
    return switch (name) {
      case "sdk" -> other.equals(this);
      case "testkit" ->
          other.equals(this) || other.name.equals("sdk") || other.name.equals("kernel");
      default -> other.equals(this) || other.name.equals("sdk");
    };
  }
}
