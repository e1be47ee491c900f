package dev.gatehouse.kernel.plugin.service;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What was handed out and has to be closed when a plugin stops. Thread-safe.
public final class Released {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /// Remembers something.
  <T extends AutoCloseable> T keep(T what) {
    open.add(what);
    return what;
  }

  /// Closes everything.
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "what a plugin left open could not be closed");
      }
    }
    open.clear();
  }
}
