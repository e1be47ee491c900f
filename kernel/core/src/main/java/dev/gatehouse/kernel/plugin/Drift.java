package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares what a plugin's descriptor says with what its code registers. People decide by the
/// descriptor, so it has to be true.
final class Drift {
  private Drift() {}

  /// Returns what differs, in a sentence, or an empty text.
  static String between(List<ExtensionDescriptor> described, List<ExtensionDescriptor> registered) {
    Map<String, ExtensionDescriptor> said = byName(described);
    Map<String, ExtensionDescriptor> done = byName(registered);
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(said.keySet());
    names.addAll(done.keySet());
    for (String name : names) {
      ExtensionDescriptor a = said.get(name);
      ExtensionDescriptor b = done.get(name);
      if (a == null || b == null) {
        differences.add(a == null ? "it does not name the " + name : "there is no " + name);
      } else {
        compare(name, a, b, differences);
      }
    }
    return differences.isEmpty()
        ? ""
        : "its descriptor is not what its code registers: "
            + String.join("; ", differences)
            + ". Build it again";
  }

  private static Map<String, ExtensionDescriptor> byName(List<ExtensionDescriptor> extensions) {
    Map<String, ExtensionDescriptor> all = new LinkedHashMap<>();
    extensions.forEach(each -> all.put(each.point() + " " + each.name(), each));
    return all;
  }

  /// Descriptions are for people, and schemas are made from the code anew; neither can do harm.
  private static void compare(
      String name, ExtensionDescriptor a, ExtensionDescriptor b, List<String> differences) {
    differs(name, "stage", a.stage(), b.stage(), differences);
    differs(name, "on-error", a.onError(), b.onError(), differences);
    differs(name, "timeout-ms", a.timeoutMs(), b.timeoutMs(), differences);
    differs(name, "concurrency", a.concurrency(), b.concurrency(), differences);
    differs(name, "reads-body", a.readsBody(), b.readsBody(), differences);
    differs(name, "section", a.section(), b.section(), differences);
    differs(name, "experimental", a.experimental(), b.experimental(), differences);
  }

  private static void differs(
      String name,
      String what,
      @Nullable Object said,
      @Nullable Object done,
      List<String> differences) {
    if (!Objects.equals(said, done)) {
      differences.add(name + " has " + what + " " + done + ", not " + said);
    }
  }
}
