package dev.gatehouse.plugins.experiment;

import dev.gatehouse.plugins.experiment.ExperimentConfig.VariantConfig;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Applies experiments to exchanges, and tells of them at `/admin/v1/experiments`.
final class Experiments implements Filter, AdminExtension {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final Map<String, Experiment> byName = new LinkedHashMap<>();
  private final Map<String, Experiment> byModel = new LinkedHashMap<>();

  Experiments(ExperimentsConfig config, ExtensionContext context) {
    config
        .experiments()
        .forEach((name, each) -> {
          Experiment experiment = new Experiment(name, each, context.clock().instant());
          byName.put(name, experiment);
          if (each.enabled()) {
            byModel.put(each.model(), experiment);
          }
        });
  }

  @Override
  public Decision onRequest(Exchange exchange) throws Exception {
    if (byModel.isEmpty() || exchange.ai().isEmpty()) {
      return Decision.next();
    }
    AiRequest request = exchange.ai().get();
    String model = request.model();
    Experiment experiment = model == null ? null : byModel.get(model);
    if (experiment == null || exchange.candidates().isEmpty()) {
      return Decision.next();
    }
    VariantConfig variant = experiment.expose(exchange);
    if (variant != null) {
      apply(experiment, variant, exchange, request);
    }
    return Decision.next();
  }

  private static void apply(
      Experiment experiment, VariantConfig variant, Exchange exchange, AiRequest request)
      throws IOException {
    if (variant.provider() != null && variant.model() != null) {
      exchange.candidates(
          List.of(new Target(variant.provider(), variant.model(), 1)),
          "experiment "
              + experiment.name()
              + " assigned "
              + exchange.exposures().getLast().variant()
              + ": "
              + variant.provider()
              + "/"
              + variant.model());
    }
    if (variant.systemPrompt() != null) {
      request.addSystem(variant.systemPrompt());
    }
    if (variant.parameters() instanceof ObjectNode parameters) {
      merge(exchange.body().edit(), parameters);
    }
  }

  /// JSON Merge Patch (RFC 7396).
  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        target.remove(entry.getKey());
      } else if (value instanceof ObjectNode nested) {
        ObjectNode inner =
            target.get(entry.getKey()) instanceof ObjectNode there
                ? there
                : target.putObject(entry.getKey());
        merge(inner, nested);
      } else {
        target.set(entry.getKey(), value.deepCopy());
      }
    }
  }

  @Override
  public String mount() {
    return "experiments";
  }

  @Override
  public Answer handle(AdminRequest request) {
    if (!request.method().equals("GET")) {
      throw new ProblemException(
          Problem.of(
              405,
              "method_not_allowed",
              "Experiments are changed in the configuration; here they are read."));
    }
    if (request.path().isEmpty()) {
      ArrayNode all = NODES.arrayNode();
      byName.values().forEach(experiment -> all.add(describe(experiment)));
      return Answer.json(200, Json.write(all));
    }
    String[] path = request.path().split("/", -1);
    Experiment experiment = byName.get(path[0]);
    if (experiment == null || path.length > 2) {
      throw new ProblemException(
          Problem.of(
              404,
              "not_found",
              "There is no such experiment. There are: "
                  + String.join(", ", byName.keySet())
                  + "."));
    }
    return path.length == 2 && path[1].equals("assignment")
        ? assignment(experiment, request.parameter("unit"))
        : Answer.json(200, Json.write(describe(experiment)));
  }

  private static ObjectNode describe(Experiment experiment) {
    ExperimentConfig config = experiment.config();
    ObjectNode body = NODES.objectNode();
    body.put("name", experiment.name()).put("model", config.model());
    ArrayNode unit = body.putArray("unit");
    config.unit().forEach(unit::add);
    body.put("coverage", config.coverage())
        .put("phase", config.phase())
        .put("enabled", config.enabled());
    body.put("since", experiment.since().toString());
    ArrayNode variants = body.putArray("variants");
    config
        .variants()
        .forEach((name, variant) ->
            variants
                .addObject()
                .put("name", name)
                .put("weight", variant.weight())
                .put("provider", variant.provider())
                .put("model", variant.model())
                .put("exposures", experiment.exposures(name)));
    return body;
  }

  private static Answer assignment(
      Experiment experiment, @org.jspecify.annotations.Nullable String unit) {
    if (unit == null || unit.isBlank()) {
      throw new ProblemException(
          Problem.of(400, "malformed_request", "Name a unit, for example ?unit=user=alice.")
              .at("unit"));
    }
    String value =
        unit.matches("(consumer|user|session|request|header:[^=]+)=.+")
            ? unit
            : experiment.config().unit().getFirst() + "=" + unit;
    String variant = experiment.assign(value);
    return Answer.json(
        200,
        Json.write(
            NODES
                .objectNode()
                .put("unit", value)
                .put("variant", variant.isEmpty() ? null : variant)
                .put("reason", variant.isEmpty() ? "not_in_coverage" : "assigned")
                .put("bucket", experiment.position(value))));
  }

  @Override
  public String openApiPaths() {
    return """
    {"": {"get": {"summary": "Experiments with variants and exposures since the start.", "responses": {"200": {"description": "Done."}}}},
     "/{name}": {"get": {"summary": "One experiment.", "responses": {"200": {"description": "Done."}}}},
     "/{name}/assignment": {"get": {"summary": "The variant that a unit gets (?unit=user=alice).", "responses": {"200": {"description": "Done."}}}}}
    """;
  }
}
