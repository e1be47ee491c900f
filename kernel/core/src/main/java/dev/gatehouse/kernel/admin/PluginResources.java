package dev.gatehouse.kernel.admin;

import dev.gatehouse.kernel.admin.AdminAccess.Caller;
import dev.gatehouse.kernel.plugin.ExtensionSchemas;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.PluginControl;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the admin API knows of plugins, and does with them: `/admin/v1/plugins`.
final class PluginResources {
  private static final System.Logger AUDIT = System.getLogger("dev.gatehouse.audit");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final GatewayState state;
  private final PluginUpload upload;

  PluginResources(GatewayState state) {
    this.state = state;
    this.upload = new PluginUpload(state);
  }

  /// Answers.
  ///
  /// @param path what follows `plugins`, with its slash, or empty
  Answer answer(AdminCall call, String path, Caller caller) throws IOException {
    boolean get = call.method().equals("GET");
    boolean post = call.method().equals("POST");
    if (path.isEmpty()) {
      if (post) {
        return uploaded(call, caller);
      }
      return allowed(get, list());
    }
    String[] parts = path.substring(1).split("/", -1);
    if (parts.length == 1) {
      return allowed(get, detail(parts[0], 200));
    }
    if (parts.length != 2) {
      throw unknown(path);
    }
    PluginStatus plugin = found(parts[0]);
    if (!post) {
      throw wrongMethod();
    }
    return switch (parts[1]) {
      case "disable" ->
          changed("disable", plugin, caller, state.generations().control().disable(plugin.id()));
      case "enable" ->
          changed("enable", plugin, caller, state.generations().control().enable(plugin.id()));
      case "reload" ->
          changed("reload", plugin, caller, state.generations().control().reload(plugin.id()));
      case "check" -> check(plugin, call);
      default -> throw unknown(path);
    };
  }

  private static Answer allowed(boolean yes, Answer answer) {
    if (!yes) {
      throw wrongMethod();
    }
    return answer;
  }

  private Answer list() {
    ArrayNode array = NODES.arrayNode();
    state.generations().plugins().forEach(plugin -> array.add(PluginJson.plugin(plugin)));
    return AdminApi.json(200, array);
  }

  private Answer uploaded(AdminCall call, Caller caller) throws IOException {
    PluginStatus plugin = upload.take(call);
    audit(
        "plugin " + plugin.id() + " " + plugin.version() + ": upload, sha256 " + plugin.sha256(),
        caller);
    return detail(plugin.id(), 201);
  }

  private Answer detail(String id, int status) {
    Generation generation = state.generations().acquire();
    try {
      Map<String, ObjectNode> schemas = ExtensionSchemas.of(generation, id);
      return AdminApi.json(status, PluginJson.withSchemas(PluginJson.plugin(found(id)), schemas));
    } finally {
      generation.release();
    }
  }

  /// Of several files of one id the one in use is meant.
  private PluginStatus found(String id) {
    return state.generations().plugins().stream()
        .filter(plugin -> plugin.id().equals(id))
        .min(
            Comparator.comparing(
                (PluginStatus plugin) -> !plugin.state().equals(PluginStatus.ACTIVE)))
        .orElseThrow(() ->
            new ProblemException(Problem.of(404, "not_found", "There is no plugin " + id + ".")));
  }

  private Answer changed(
      String what, PluginStatus plugin, Caller caller, PluginControl.Result result) {
    audit(
        "plugin "
            + plugin.id()
            + " "
            + plugin.version()
            + ": "
            + what
            + (result.done() ? "" : ", refused: " + result.problems()),
        caller);
    ObjectNode body = NODES.objectNode().put("done", result.done());
    body.set("problems", PluginJson.problems(result.problems()));
    body.set("plugin", PluginJson.plugin(found(plugin.id())));
    return AdminApi.json(result.done() ? 200 : 409, body);
  }

  private Answer check(PluginStatus plugin, AdminCall call) {
    JsonNode asked = Json.parse(call.body());
    String point = asked.path("point").asString("");
    String extension = asked.path("extension").asString("");
    var problems =
        state
            .generations()
            .check(plugin.id(), point, extension, asked.path("yaml").asString(""))
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                        404,
                        "not_found",
                        "Plugin %s is not in use, or has no extension with that point and name."
                            .formatted(plugin.id()))));
    ObjectNode body = NODES.objectNode().put("ok", problems.isEmpty());
    body.set("problems", PluginJson.problems(problems));
    return AdminApi.json(200, body);
  }

  /// Writes down who changed what.
  static void audit(String what, Caller caller) {
    AUDIT.log(System.Logger.Level.INFO, what + ", through the admin API by " + caller.name());
  }

  private static ProblemException wrongMethod() {
    return new ProblemException(
        Problem.of(405, "method_not_allowed", "This resource has another method."));
  }

  private static ProblemException unknown(String path) {
    return new ProblemException(
        Problem.of(
            404,
            "not_found",
            "There is no resource plugins"
                + path
                + ". A plugin has: disable, enable, reload, check."));
  }
}
