package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.ExtensionStatus;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How plugins are told of on a terminal.
final class PluginTexts {
  private static final int WIDEST = 60;

  private PluginTexts() {}

  /// Writes rows in columns as wide as they need, the last one as long as it is.
  static List<String> table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.min(WIDEST, Math.max(widths[i], row.get(i).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i));
        if (i < columns - 1) {
          line.repeat(" ", Math.max(0, widths[i] - row.get(i).length()) + 2);
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /// Describes a checked plugin: what it is, what it adds, what it asks for.
  static List<String> describe(PluginStatus plugin) {
    List<String> lines = new ArrayList<>();
    lines.add(plugin.id() + " " + plugin.version());
    PluginStatus.Origin origin = plugin.origin();
    if (origin.description() != null) {
      lines.add("  " + origin.description());
    }
    if (origin.vendor() != null || origin.license() != null) {
      lines.add(
          "  by "
              + (origin.vendor() == null ? "nobody named" : origin.vendor())
              + (origin.license() == null ? "" : ", licence " + origin.license()));
    }
    lines.add("  sha256       " + plugin.sha256());
    lines.add("  SDK          " + plugin.sdk());
    if (!origin.describedBy().equals("descriptor")) {
      lines.add("  described by " + origin.describedBy() + "; it has no descriptor");
    }
    for (ExtensionStatus extension : plugin.extensions()) {
      lines.add("  adds         " + extension.point() + " " + extension.name());
    }
    lines.addAll(permissions(origin.permissions()));
    return lines;
  }

  private static List<String> permissions(Permissions asked) {
    List<String> lines = new ArrayList<>();
    if (!asked.egress().isEmpty()) {
      lines.add("  calls        " + String.join(", ", asked.egress()));
    }
    if (!asked.secrets().isEmpty()) {
      lines.add(
          "  reads        secrets "
              + asked.secrets().stream()
                  .map(prefix -> prefix.isEmpty() ? "of every name" : prefix + "*")
                  .collect(Collectors.joining(", ")));
    }
    if (asked.keyValue()) {
      lines.add("  stores       keys and values");
    }
    if (asked.admin()) {
      lines.add("  answers      calls of the admin API");
    }
    if (lines.isEmpty()) {
      lines.add("  asks for no permissions");
    }
    return lines;
  }
}
