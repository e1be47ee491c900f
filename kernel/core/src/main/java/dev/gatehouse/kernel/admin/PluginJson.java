package dev.gatehouse.kernel.admin;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import dev.gatehouse.kernel.plugin.policy.TripBreaker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How the admin API writes plugins and problems.
final class PluginJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PluginJson() {}

  /// Writes problems with their places.
  static ArrayNode problems(List<ConfigProblem> problems) {
    ArrayNode array = NODES.arrayNode();
    for (ConfigProblem problem : problems) {
      array
          .addObject()
          .put("file", problem.at().file())
          .put("line", problem.at().line())
          .put("column", problem.at().column())
          .put("path", problem.path())
          .put("message", problem.message())
          .put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    }
    return array;
  }

  /// Writes a plugin with its extensions and instances.
  static ObjectNode plugin(PluginStatus plugin) {
    ObjectNode body =
        NODES
            .objectNode()
            .put("id", plugin.id())
            .put("version", plugin.version())
            .put("sdk", plugin.sdk())
            .put("file", plugin.file())
            .put("sha256", plugin.sha256())
            .put("state", plugin.state())
            .put("since", plugin.since().toString())
            .put("reason", plugin.reason());
    origin(body, plugin.origin());
    ArrayNode extensions = body.putArray("extensions");
    for (PluginStatus.ExtensionStatus extension : plugin.extensions()) {
      extensions
          .addObject()
          .put("point", extension.point())
          .put("name", extension.name())
          .put("stage", extension.stage())
          .put("onError", extension.onError())
          .put("timeoutMs", extension.timeoutMs())
          .put("description", extension.description())
          .put("section", extension.section());
    }
    instances(body, plugin.instances());
    return body;
  }

  private static void origin(ObjectNode body, PluginStatus.Origin origin) {
    body.put("name", origin.name())
        .put("description", origin.description())
        .put("vendor", origin.vendor())
        .put("license", origin.license())
        .put("url", origin.url())
        .put("describedBy", origin.describedBy())
        .put("trustedBy", origin.trustedBy())
        .put("signer", origin.signer())
        .put("loader", origin.loader());
    Permissions asked = origin.permissions();
    ObjectNode permissions = body.putObject("permissions");
    asked.egress().forEach(permissions.putArray("egress")::add);
    asked.secrets().forEach(permissions.putArray("secrets")::add);
    permissions.put("keyValue", asked.keyValue()).put("admin", asked.admin());
  }

  private static void lastTrip(ObjectNode instance, TripBreaker.@Nullable Trip trip) {
    if (trip == null) {
      instance.putNull("lastTrip");
      return;
    }
    instance
        .putObject("lastTrip")
        .put("at", trip.at().toString())
        .put("reason", trip.reason())
        .put("stack", trip.stack());
  }

  private static void instances(ObjectNode body, List<PluginStatus.InstanceStatus> all) {
    ArrayNode instances = body.putArray("instances");
    long calls = 0;
    long errors = 0;
    for (PluginStatus.InstanceStatus instance : all) {
      ObjectNode each =
          instances
              .addObject()
              .put("point", instance.point())
              .put("extension", instance.extension())
              .put("name", instance.name())
              .put("state", instance.state())
              .put("calls", instance.calls())
              .put("errors", instance.errors())
              .put("timeouts", instance.timeouts())
              .put("meanMicros", instance.meanMicros());
      lastTrip(each, instance.lastTrip());
      ArrayNode hooks = each.putArray("hooks");
      for (PluginStatus.HookStatus hook : instance.hooks()) {
        hooks
            .addObject()
            .put("route", hook.route())
            .put("hook", hook.hook())
            .put("calls", hook.calls())
            .put("meanMicros", hook.meanMicros());
      }
      calls += instance.calls();
      errors += instance.errors() + instance.timeouts();
    }
    body.put("calls", calls).put("errors", errors);
  }

  /// Adds the schemas of the extensions' settings, by point and name.
  static ObjectNode withSchemas(ObjectNode plugin, Map<String, ObjectNode> schemas) {
    plugin
        .path("extensions")
        .forEach(extension -> {
          ObjectNode schema =
              schemas.get(
                  extension.path("point").asString("") + " " + extension.path("name").asString(""));
          if (schema != null && extension instanceof ObjectNode object) {
            object.set("schema", schema);
          }
        });
    return plugin;
  }
}
