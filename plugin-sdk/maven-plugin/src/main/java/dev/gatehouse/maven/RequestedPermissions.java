package dev.gatehouse.maven;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The element `permissions` in the configuration of the goal `describe`. Maven fills the fields.
public final class RequestedPermissions {
  private @Nullable List<String> egress;
  private @Nullable List<String> secrets;
  private boolean keyValue;
  private boolean admin;

  /// Asks for nothing.
  public RequestedPermissions() {}

  /// Returns what was asked for. `*` among the secrets stands for all of them.
  Permissions permissions() {
    List<String> prefixes =
        secrets == null
            ? List.of()
            : secrets.stream().map(prefix -> prefix.equals("*") ? "" : prefix).toList();
    return new Permissions(egress == null ? List.of() : egress, prefixes, keyValue, admin);
  }
}
