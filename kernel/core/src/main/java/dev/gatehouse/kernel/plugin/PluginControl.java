package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblem;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// Switches single plugins off and on, and loads them anew. Thread-safe.
public final class PluginControl {
  /// What came of it.
  ///
  /// @param done whether it is so now; if not, nothing changed
  /// @param problems what spoke against it, and warnings
  public record Result(boolean done, List<ConfigProblem> problems) {}

  private final GenerationHolder holder;
  private final PluginSwitches switches;
  // One change at a time: the second one is judged by what the first one left.
  private final ReentrantLock changing = new ReentrantLock();

  PluginControl(GenerationHolder holder, PluginSwitches switches) {
    this.holder = holder;
    this.switches = switches;
  }

  /// Switches a plugin off, also after a restart. Refused when the configuration needs it.
  ///
  /// @throws IOException when the change cannot be kept; it holds until the restart then
  public Result disable(String id) throws IOException {
    return change(id, true);
  }

  /// Switches a plugin on again.
  ///
  /// @throws IOException when the change cannot be kept; it holds until the restart then
  public Result enable(String id) throws IOException {
    return change(id, false);
  }

  private Result change(String id, boolean away) throws IOException {
    changing.lock();
    try {
      Set<String> before = switches.off();
      Set<String> after = new TreeSet<>(before);
      boolean changes = away ? after.add(id) : after.remove(id);
      switches.off(after);
      ReloadResult result = holder.reload();
      if (result.ok() && changes) {
        switches.keep();
      } else if (!result.ok()) {
        switches.off(before);
      }
      return new Result(result.ok(), result.problems());
    } finally {
      changing.unlock();
    }
  }

  /// Loads a plugin anew from its file, with new instances of all it adds.
  public Result reload(String id) {
    changing.lock();
    try {
      switches.anew(Set.of(id));
      ReloadResult result = holder.reload();
      return new Result(result.ok(), result.problems());
    } finally {
      switches.anew(Set.of());
      changing.unlock();
    }
  }
}
