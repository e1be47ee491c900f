package dev.gatehouse.kernel.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.route.TargetChoice;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells what routes there are, and what would happen to a request, without asking a filter or a
/// model.
public final class Explanations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Explanations() {}

  /// Describes the routes with their filters and hits.
  public static ArrayNode routes(Generation generation) {
    ArrayNode array = NODES.arrayNode();
    for (LinkedRoute route : generation.linked(Linked.class).routes()) {
      ObjectNode body = array.addObject();
      body.put("id", route.config().id());
      body.set("match", match(route));
      body.put("kind", route.forModels() ? "model" : "upstream");
      body.set("filters", filters(route));
      body.put("hits", route.hits().sum());
    }
    return array;
  }

  private static ObjectNode match(LinkedRoute route) {
    ObjectNode match = NODES.objectNode().put("path", route.config().match().path());
    ArrayNode methods = match.putArray("methods");
    route.config().match().methods().forEach(methods::add);
    return match
        .put("host", route.config().match().host())
        .put("model", route.config().match().model());
  }

  private static ArrayNode filters(LinkedRoute route) {
    ArrayNode filters = NODES.arrayNode();
    for (FilterLink link : route.links()) {
      filters
          .addObject()
          .put("stage", link.installed().stage().name())
          .put("name", link.name())
          .put("plugin", link.installed().pluginId());
    }
    return filters;
  }

  /// Explains one hypothetical request.
  ///
  /// @param request `method`, `path`, and perhaps `headers`, `body`, `draw`
  public static ObjectNode explain(Generation generation, ObjectNode request) {
    Linked linked = generation.linked(Linked.class);
    RequestHead head = head(request);
    Body body = body(request);
    ClientProtocol protocol = linked.protocol(head);
    AiRequest ai = protocol == null ? null : protocol.read(head, body);
    ObjectNode result = NODES.objectNode();
    List<String> explanation = new ArrayList<>();
    LinkedRoute taken = route(linked, head, ai, result, explanation);
    result.put("protocol", protocol == null ? null : protocol.id());
    result.put("operation", ai == null ? null : ai.operation().id());
    if (taken == null) {
      explanation.add("no route matches; the answer would be 404");
    } else {
      result.set("filters", filters(taken));
      if (taken.forModels() && ai != null) {
        targets(linked, ai, request.path("draw").asDouble(0.5), result, explanation);
      }
    }
    ArrayNode lines = result.putArray("explanation");
    explanation.forEach(lines::add);
    return result.put("configHash", linked.configHash());
  }

  private static RequestHead head(ObjectNode request) {
    String target = request.path("path").asString("");
    if (!target.startsWith("/")) {
      throw new ProblemException(
          Problem.of(
                  400,
                  "malformed_request",
                  "Describe a request as {\"method\":\"POST\",\"path\":\"/v1/…\",\"headers\":{…},\"body\":{…}}.")
              .at("path"));
    }
    Headers headers = Headers.create();
    request
        .path("headers")
        .properties()
        .forEach(e -> headers.add(e.getKey(), e.getValue().asString("")));
    if (!headers.contains("content-type")) {
      headers.add("content-type", "application/json");
    }
    int query = target.indexOf('?');
    return new RequestHead(
        request.path("method").asString("POST"),
        query < 0 ? target : target.substring(0, query),
        query < 0 ? null : target.substring(query + 1),
        headers);
  }

  private static Body body(ObjectNode request) {
    JsonNode body = request.path("body");
    if (body.isMissingNode() || body.isNull()) {
      return Body.empty();
    }
    return Body.of(body.isString() ? body.stringValue().getBytes(UTF_8) : Json.write(body));
  }

  private static @Nullable LinkedRoute route(
      Linked linked,
      RequestHead head,
      @Nullable AiRequest ai,
      ObjectNode result,
      List<String> explanation) {
    ArrayNode tried = result.putArray("routesTried");
    for (LinkedRoute route : linked.routes()) {
      String objection = route.match().objection(head);
      String model = route.match().model();
      if (objection.isEmpty() && model != null && !model.equals(modelOf(ai))) {
        objection = "model is not " + model;
      }
      tried
          .addObject()
          .put("id", route.config().id())
          .put("matched", objection.isEmpty())
          .put("why", objection.isEmpty() ? "everything matches" : objection);
      if (objection.isEmpty()) {
        result.put("route", route.config().id());
        explanation.add("route " + route.config().id() + " matched " + head.path());
        return route;
      }
    }
    return null;
  }

  private static @Nullable String modelOf(@Nullable AiRequest ai) {
    try {
      return ai == null ? null : ai.model();
    } catch (IOException e) {
      return null;
    }
  }

  private static void targets(
      Linked linked, AiRequest ai, double draw, ObjectNode result, List<String> explanation) {
    String name = modelOf(ai);
    result.put("model", name);
    LinkedModel model = name == null ? null : linked.models().get(name);
    if (model == null) {
      explanation.add(
          name == null
              ? "the request names no model"
              : "there is no model " + name + "; the answer would be 404");
      return;
    }
    ArrayNode candidates = result.putArray("candidates");
    for (Target target : model.targets()) {
      candidates.addObject().put("target", target.id()).put("weight", target.weight());
    }
    result.put("draw", draw);
    ArrayNode order = result.putArray("order");
    TargetChoice.byWeight(model.targets(), model.fallback(), draw, explanation::add)
        .forEach(target -> order.add(target.id()));
  }
}
