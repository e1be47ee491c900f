package dev.gatehouse.kernel.admin;

import dev.gatehouse.kernel.config.EffectiveConfig;
import dev.gatehouse.kernel.plugin.ExtensionSchemas;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.sdk.exchange.Answer;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
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
            .set("problems", PluginJson.problems(last.problems()));
      }
      body.putObject("listeners").put("data", state.dataUrl()).put("admin", state.adminUrl());
      body.putObject("exchanges").put("inFlight", state.inFlight());
      body.put(
          "plugins",
          state.generations().plugins().stream().filter(p -> p.state().equals("active")).count());
      body.put(
          "pluginPolicy",
          state.generations().pluginPolicy(generation).name().toLowerCase(Locale.ROOT));
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
    body.set("problems", PluginJson.problems(result.problems()));
    return AdminApi.json(result.ok() ? 200 : 422, body);
  }

  Answer openApi() {
    return with(OpenApi::document);
  }
}
