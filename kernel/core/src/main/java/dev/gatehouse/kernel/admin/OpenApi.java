package dev.gatehouse.kernel.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.http.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Describes the admin API (OpenAPI 3.1): the kernel's part, and what extensions say of theirs.
final class OpenApi {
  private OpenApi() {}

  static ObjectNode document(Generation generation) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Gatehouse admin API")
        .put("version", Version.text())
        .put(
            "description",
            "Errors are application/problem+json (RFC 9457). Changes need content-type: application/json.");
    ObjectNode paths = document.putObject("paths");
    add(
        paths,
        "/admin/v1/status",
        "get",
        "Version, configuration, last reload, listeners, exchanges in flight.");
    add(paths, "/admin/v1/config", "get", "The configuration as it was read, secrets masked.");
    add(
        paths,
        "/admin/v1/config/schema",
        "get",
        "JSON Schema of the configuration file, with the plugins that are loaded.");
    add(
        paths,
        "/admin/v1/config/reload",
        "post",
        "Reads configuration and plugins again; 422 with all problems when something is wrong, and nothing has changed.");
    add(paths, "/admin/v1/routes", "get", "Routes in order, each with its filters and hits.");
    add(
        paths,
        "/admin/v1/explain",
        "post",
        "What would happen to a request {method, path, headers, body}: route, protocol, model, filters, targets. No model is asked.");
    add(
        paths,
        "/admin/v1/plugins",
        "get",
        "Plugins with state, origin, extensions, instances, calls and errors.");
    add(
        paths,
        "/admin/v1/plugins",
        "post",
        "Takes a plugin file (application/octet-stream, ?name=<id>-<version>.jar), checks, installs and loads it. Only with plugins.upload: true; 422 when it cannot be used, 403 when it is not let in.");
    add(
        paths,
        "/admin/v1/plugins/{id}",
        "get",
        "One plugin, with the JSON Schema of each extension's settings.");
    add(
        paths,
        "/admin/v1/plugins/{id}/disable",
        "post",
        "Switches a plugin off, also after a restart; 409 with the problems when the configuration needs it, and nothing has changed.");
    add(
        paths,
        "/admin/v1/plugins/{id}/enable",
        "post",
        "Switches a plugin on again; 409 with the problems when the configuration does not fit it.");
    add(
        paths,
        "/admin/v1/plugins/{id}/reload",
        "post",
        "Loads a plugin anew from its file, with new instances; exchanges that run end on the old ones.");
    add(
        paths,
        "/admin/v1/plugins/{id}/check",
        "post",
        "Judges settings {point, extension, yaml} of a plugin in use; answers {ok, problems} with line and column.");
    add(paths, "/admin/v1/openapi.json", "get", "This document.");
    add(paths, "/health/live", "get", "200 while the process runs.");
    add(
        paths,
        "/health/ready",
        "get",
        "200 when requests are served, 503 while starting and draining.");
    add(paths, "/metrics", "get", "Metrics in the formats of Prometheus.");
    for (AdminExtension extension : generation.adminExtensions()) {
      String described = extension.openApiPaths();
      if (!described.isBlank()) {
        for (Map.Entry<String, JsonNode> path :
            Json.parse(described.getBytes(UTF_8)).properties()) {
          paths.set("/admin/v1/" + extension.mount() + path.getKey(), path.getValue());
        }
      }
    }
    return document;
  }

  private static void add(ObjectNode paths, String path, String method, String summary) {
    ObjectNode operation =
        (paths.get(path) instanceof ObjectNode known ? known : paths.putObject(path))
            .putObject(method)
            .put("summary", summary);
    if (path.contains("{id}")) {
      operation
          .putArray("parameters")
          .addObject()
          .put("name", "id")
          .put("in", "path")
          .put("required", true)
          .putObject("schema")
          .put("type", "string");
    }
    operation.putObject("responses").putObject("200").put("description", "Done.");
  }
}
