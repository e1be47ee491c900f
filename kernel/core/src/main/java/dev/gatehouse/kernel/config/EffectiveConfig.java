package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows a configuration as it was read. References stay references, and what may be a secret is
/// masked: better one value too many than one too few.
public final class EffectiveConfig {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(key|keys|secret|token|password|passphrase|credential|credentials|authorization|headers)$");

  private EffectiveConfig() {}

  /// Returns the configuration for showing.
  public static JsonNode masked(GatewayConfig config) {
    return tree(config.root(), false);
  }

  private static JsonNode tree(ConfigNode node, boolean secret) {
    return switch (node) {
      case Mapping mapping -> {
        ObjectNode object = NODES.objectNode();
        mapping
            .entries()
            .forEach((key, value) -> object.set(key, tree(value, secret || secret(key, value))));
        yield object;
      }
      case Sequence sequence -> {
        ArrayNode array = NODES.arrayNode();
        sequence.items().forEach(item -> array.add(tree(item, secret)));
        yield array;
      }
      case Scalar scalar ->
          secret && scalar.kind() != Scalar.Kind.BOOLEAN && !scalar.isNull()
              ? NODES.stringNode("***")
              : scalar(scalar);
    };
  }

  /// A filter called api-key is no secret; a text under the key api-key is.
  private static boolean secret(String key, ConfigNode value) {
    String lower = key.toLowerCase(Locale.ROOT);
    return SECRET.matcher(lower).matches()
        && !(value instanceof Mapping && !lower.endsWith("headers"));
  }

  private static JsonNode scalar(Scalar scalar) {
    return switch (scalar.kind()) {
      case NULL -> NODES.nullNode();
      case BOOLEAN -> NODES.booleanNode(Boolean.parseBoolean(scalar.text()));
      case NUMBER -> ConfigJson.number(scalar.text());
      case STRING -> NODES.stringNode(scalar.text());
    };
  }
}
