package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns configuration nodes into JSON, for free-form values.
final class ConfigJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ConfigJson() {}

  static JsonNode tree(ConfigNode node, References references, ConfigProblems problems) {
    return switch (node) {
      case Mapping mapping -> {
        ObjectNode object = NODES.objectNode();
        mapping
            .entries()
            .forEach((key, value) -> object.set(key, tree(value, references, problems)));
        yield object;
      }
      case Sequence sequence -> {
        ArrayNode array = NODES.arrayNode();
        sequence.items().forEach(item -> array.add(tree(item, references, problems)));
        yield array;
      }
      case Scalar scalar -> scalar(scalar, references, problems);
    };
  }

  private static JsonNode scalar(Scalar scalar, References references, ConfigProblems problems) {
    return switch (scalar.kind()) {
      case NULL -> NODES.nullNode();
      case BOOLEAN -> NODES.booleanNode(Boolean.parseBoolean(scalar.text()));
      case NUMBER -> number(scalar.text());
      case STRING -> {
        try {
          yield NODES.stringNode(references.resolve(scalar.text()));
        } catch (IllegalArgumentException e) {
          problems.error(scalar, String.valueOf(e.getMessage()));
          yield NODES.nullNode();
        }
      }
    };
  }

  static JsonNode number(String text) {
    String digits = text.replace("_", "");
    try {
      return digits.matches("[-+]?\\d+")
          ? NODES.numberNode(new BigInteger(digits))
          : NODES.numberNode(new BigDecimal(digits));
    } catch (NumberFormatException e) {
      // YAML knows forms such as 0x1F or .5e3 that are not worth supporting in free-form values.
      return NODES.stringNode(text);
    }
  }
}
