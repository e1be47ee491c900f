package dev.gatehouse.kernel.admin;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.config.EffectiveConfig;
import dev.gatehouse.kernel.plugin.ExtensionSchemas;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.sdk.exchange.Answer;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The kernel's own resources below `/admin/v1`.
final class Resources {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final GatewayState state;

  Resources(GatewayState state) {
    this.state = state;
  }

  private Answer with(Function<Generation, JsonNode> body) {
    Generation generation = state.generations().acquire();
    try {
      return AdminApi.json(200, body.apply(generation));
    } finally {
      generation.release();
    }
  }

  Answer status() {
    return with(generation -> {
      ObjectNode body = NODES.objectNode();
      body.put("version", Version.text());
      body.put("startedAt", state.startedAt().toString());
      body.put("ready", state.health().equals("up"));
      body.putObject("config")
          .put("hash", generation.config().hash())
          .put("loadedAt", generation.loadedAt().toString())
          .put("source", state.generations().sourceName())
          .put("generation", generation.number());
      ReloadResult last = state.generations().lastReload();
      if (last == null) {
        body.putNull("lastReload");
      } else {
        body.putObject("lastReload")
            .put("at", last.at().toString())
            .put("ok", last.ok())
            .set("problems", problems(last.problems()));
      }
      body.putObject("listeners").put("data", state.dataUrl()).put("admin", state.adminUrl());
      body.putObject("exchanges").put("inFlight", state.inFlight());
      body.put(
          "plugins",
          state.generations().plugins().stream().filter(p -> p.state().equals("active")).count());
      body.put("retiredLoadersAlive", state.generations().retiredLoadersAlive());
      body.put("anonymous", generation.config().consumers().isEmpty());
      body.put(
          "simulatedOnly",
          !generation.config().providers().isEmpty()
              && generation.config().providers().values().stream()
                  .allMatch(p -> p.type().equals("simulated")));
      return body;
    });
  }

  Answer config() {
    return with(generation -> EffectiveConfig.masked(generation.config()));
  }

  Answer schema() {
    return with(ExtensionSchemas::of);
  }

  Answer reload() {
    ReloadResult result = state.generations().reload();
    ObjectNode body = NODES.objectNode();
    body.put("ok", result.ok()).put("hash", result.hash()).put("generation", result.generation());
    body.set("problems", problems(result.problems()));
    return AdminApi.json(result.ok() ? 200 : 422, body);
  }

  private static ArrayNode problems(List<ConfigProblem> problems) {
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

  Answer plugins() {
    ArrayNode array = NODES.arrayNode();
    for (PluginStatus plugin : state.generations().plugins()) {
      array.add(plugin(plugin));
    }
    return AdminApi.json(200, array);
  }

  private static ObjectNode plugin(PluginStatus plugin) {
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
    ArrayNode extensions = body.putArray("extensions");
    for (PluginStatus.ExtensionStatus extension : plugin.extensions()) {
      extensions
          .addObject()
          .put("point", extension.point())
          .put("name", extension.name())
          .put("stage", extension.stage())
          .put("onError", extension.onError())
          .put("timeoutMs", extension.timeoutMs())
          .put("description", extension.description());
    }
    ArrayNode instances = body.putArray("instances");
    long calls = 0;
    long errors = 0;
    for (PluginStatus.InstanceStatus instance : plugin.instances()) {
      instances
          .addObject()
          .put("point", instance.point())
          .put("extension", instance.extension())
          .put("name", instance.name())
          .put("calls", instance.calls())
          .put("errors", instance.errors())
          .put("timeouts", instance.timeouts())
          .put("meanMicros", instance.meanMicros());
      calls += instance.calls();
      errors += instance.errors() + instance.timeouts();
    }
    return body.put("calls", calls).put("errors", errors);
  }

  Answer openApi() {
    return with(OpenApi::document);
  }
}
