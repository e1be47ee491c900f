package dev.gatehouse.testkit;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps the listeners from telling of each start and end: two of them come and go with each test
/// and would bury what the author wants to see. Whoever sets a level for them gets it.
final class QuietListeners {
  // Held, because the JVM forgets the level of a logger that nobody holds.
  private static final Logger LISTENERS = Logger.getLogger("io.helidon");

  private QuietListeners() {}

  static void set() {
    if (LISTENERS.getLevel() == null) {
      LISTENERS.setLevel(Level.WARNING);
    }
  }
}
