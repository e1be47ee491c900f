package dev.gatehouse.kernel.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.admin.AdminAccess.Caller;
import dev.gatehouse.kernel.config.ServerConfig;
import dev.gatehouse.kernel.error.ErrorAnswers;
import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Answers on the admin listener: the kernel's own resources, what extensions mount, and the
/// console.
public final class AdminApi implements AdminHandler {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.admin");
  private static final String BASE = "/admin/v1/";
  private static final Pattern FILE =
      Pattern.compile("application/(octet-stream|java-archive|zip)");

  private final GatewayState state;
  private final Resources resources;
  private final PluginResources plugins;
  private final ConsoleFiles console = new ConsoleFiles();
  private final AdminAccess access;

  /// Makes the API.
  ///
  /// @param server says who may call
  public AdminApi(GatewayState state, ServerConfig server) {
    this.state = state;
    this.resources = new Resources(state);
    this.plugins = new PluginResources(state);
    this.access = new AdminAccess(server);
  }

  /// Describes the API in OpenAPI 3.1, with what the extensions of a generation add to it.
  public static ObjectNode description(Generation generation) {
    return OpenApi.document(generation);
  }

  @Override
  public Answer handle(AdminCall call) {
    try {
      return answer(call);
    } catch (ProblemException e) {
      return ErrorAnswers.of(e.problem(), null, "admin");
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          call.method() + " " + call.path() + " failed: " + Faults.render(e));
      return ErrorAnswers.of(
          Problem.of(500, "internal_error", "The admin API failed; the log says more."),
          null,
          "admin");
    }
  }

  private Answer answer(AdminCall call) throws Exception {
    return switch (call.path()) {
      case "/health/live" -> health(200, "up");
      case "/health/ready" -> health(state.health().equals("up") ? 200 : 503, state.health());
      case "/metrics" -> guarded(call, "metrics", _ -> extension("metrics", "", call));
      default -> {
        if (!call.path().startsWith(BASE)) {
          yield console.answer(call);
        }
        String path = call.path().substring(BASE.length());
        yield guarded(call, path, caller -> resource(call, path, caller));
      }
    };
  }

  private static Answer health(int status, String text) {
    return json(status, JsonNodeFactory.instance.objectNode().put("status", text));
  }

  private interface Guarded {
    Answer answer(Caller caller) throws Exception;
  }

  private interface Resource {
    Answer answer() throws Exception;
  }

  /// Checks who asks, and that no page of another site does.
  private Answer guarded(AdminCall call, String path, Guarded answer) throws Exception {
    Caller caller = access.admit(call, path);
    boolean changes = !call.method().equals("GET") && !call.method().equals("HEAD");
    String type = call.headers().value("content-type");
    // A page of another site cannot send these types without asking first, and the answer is no.
    boolean file = type != null && path.equals("plugins") && FILE.matcher(type).matches();
    if (changes && !file && (type == null || !type.startsWith("application/json"))) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported_media_type",
              "Send changes with \"content-type: application/json\"."));
    }
    return answer.answer(caller);
  }

  private Answer resource(AdminCall call, String path, Caller caller) throws Exception {
    boolean get = call.method().equals("GET");
    return switch (path) {
      case "status" -> only(get, resources::status);
      case "config" -> only(get, resources::config);
      case "config/schema" -> only(get, resources::schema);
      case "config/reload" ->
          only(
              !get,
              () -> {
                PluginResources.audit("configuration: reload", caller);
                return resources.reload();
              });
      case "routes" -> only(get, () -> json(200, state.routes()));
      case "plugins" -> plugins.answer(call, "", caller);
      case "explain" -> only(!get, () -> json(200, state.explain(object(call))));
      case "openapi.json" -> only(get, resources::openApi);
      default -> {
        int slash = path.indexOf('/');
        if (path.startsWith("plugins/")) {
          yield plugins.answer(call, path.substring(slash), caller);
        }
        yield slash < 0
            ? extension(path, "", call)
            : extension(path.substring(0, slash), path.substring(slash + 1), call);
      }
    };
  }

  private static Answer only(boolean allowed, Resource answer) throws Exception {
    if (!allowed) {
      throw new ProblemException(
          Problem.of(405, "method_not_allowed", "This resource has another method."));
    }
    return answer.answer();
  }

  private static ObjectNode object(AdminCall call) {
    if (Json.parse(call.body()) instanceof ObjectNode object) {
      return object;
    }
    throw new ProblemException(
        Problem.of(400, "malformed_json", "The body has to be a JSON object."));
  }

  private Answer extension(String mount, String rest, AdminCall call) throws Exception {
    Generation generation = state.generations().acquire();
    try {
      for (AdminExtension extension : generation.adminExtensions()) {
        if (extension.mount().equals(mount)) {
          var headers = call.headers().copy().remove("authorization").remove("cookie");
          return extension.handle(
              new AdminRequest(
                  call.method(), rest, parameters(call.query()), headers, Body.of(call.body())));
        }
      }
      List<String> mounts =
          generation.adminExtensions().stream().map(AdminExtension::mount).sorted().toList();
      throw new ProblemException(
          Problem.of(
              404,
              "not_found",
              "There is no resource "
                  + mount
                  + ". There are: status, config, routes, plugins, explain, "
                  + String.join(", ", mounts)
                  + "."));
    } finally {
      generation.release();
    }
  }

  private static Map<String, List<String>> parameters(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "malformed_request",
              "The query has a '%' that is not followed by two hexadecimal digits."));
    }
  }

  static Answer json(int status, JsonNode body) {
    Answer answer = Answer.json(status, Json.write(body));
    answer.headers().set("cache-control", "no-store").set("x-content-type-options", "nosniff");
    return answer;
  }
}
