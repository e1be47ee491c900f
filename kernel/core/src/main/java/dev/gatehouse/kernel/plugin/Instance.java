package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.sdk.Extension;

/// An instance that generations share, with what it was made from.
final class Instance extends Shared {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private final String key;
  private final String name;
  private final LoadedPlugin plugin;
  private final Registered<?, ?> registered;
  private final Extension extension;
  private final CallGate gate;

  Instance(
      String key,
      String name,
      LoadedPlugin plugin,
      Registered<?, ?> registered,
      Extension extension,
      CallGate gate) {
    this.key = key;
    this.name = name;
    this.plugin = plugin;
    this.registered = registered;
    this.extension = extension;
    this.gate = gate;
  }

  @Override
  void released() {
    try (ContextLoader _ = ContextLoader.of(extension)) {
      extension.close();
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          plugin.id() + ": closing " + name + " failed: " + Faults.render(e));
    }
  }

  /// Returns what it was made from: two instances of the same key are interchangeable.
  String key() {
    return key;
  }

  String name() {
    return name;
  }

  LoadedPlugin plugin() {
    return plugin;
  }

  Registered<?, ?> registered() {
    return registered;
  }

  Extension extension() {
    return extension;
  }

  CallGate gate() {
    return gate;
  }
}
