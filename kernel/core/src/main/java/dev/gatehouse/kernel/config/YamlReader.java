package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Scalar.Kind;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML 1.2 into located nodes. Strict: one document, no key twice, no anchors and aliases,
/// which could make a small file grow without bound.
final class YamlReader {
  private static final int DEEPEST = 64;
  private final String source;
  private final String file;
  private final ConfigProblems problems;

  private YamlReader(String source, String file, ConfigProblems problems) {
    this.source = source;
    this.file = file;
    this.problems = problems;
  }

  /// Returns the root mapping; empty when the text is empty or broken, with a problem in the second
  /// case.
  static Mapping read(String text, String file, ConfigProblems problems) {
    YamlReader reader = new YamlReader(text, file, problems);
    Location start = new Location(file, 1, 1);
    try (JsonParser parser = new YAMLMapper().createParser(text)) {
      if (parser.nextToken() == null) {
        return Mapping.empty(start, "");
      }
      ConfigNode root = reader.node(parser, "", 0);
      if (parser.nextToken() != null) {
        problems.error(reader.location(parser), "", "a second document; put everything into one");
      }
      if (root instanceof Mapping mapping) {
        return mapping;
      }
      if (!root.isNull()) {
        problems.error(root, "expected keys and values, got " + root.kindName());
      }
    } catch (JacksonException e) {
      reader.notYaml(e, start);
    }
    return Mapping.empty(start, "");
  }

  /// The YAML library knows the place better than what wraps it.
  private void notYaml(JacksonException e, Location start) {
    if (e.getCause() instanceof MarkedYamlEngineException marked
        && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      problems.error(
          new Location(file, mark.getLine() + 1, mark.getColumn() + 1),
          "",
          "not valid YAML: " + firstLine(marked.getProblem()));
      return;
    }
    TokenStreamLocation at = e.getLocation();
    problems.error(
        at == null
            ? start
            : new Location(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr())),
        "",
        "not valid YAML: " + firstLine(e.getOriginalMessage()));
  }

  private ConfigNode node(JsonParser parser, String path, int depth) {
    Location at = location(parser);
    if (depth > DEEPEST) {
      problems.error(at, path, "nested deeper than " + DEEPEST + " levels");
      parser.skipChildren();
      return new Scalar(at, path, "", Kind.NULL);
    }
    refuseAnchors(parser, at, path);
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(parser, at, path, depth);
      case START_ARRAY -> sequence(parser, at, path, depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(at, path, text(parser), Kind.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(at, path, text(parser), Kind.BOOLEAN);
      case VALUE_NULL -> new Scalar(at, path, "", Kind.NULL);
      case VALUE_STRING -> string(text(parser), parser, at, path);
      default -> {
        problems.error(at, path, "expected a value");
        yield new Scalar(at, path, "", Kind.NULL);
      }
    };
  }

  private Mapping mapping(JsonParser parser, Location at, String path, int depth) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      Location keyAt = location(parser);
      parser.nextToken();
      ConfigNode value = withKeyPlace(node(parser, ConfigNode.child(path, key), depth + 1), keyAt);
      if (entries.putIfAbsent(key, value) != null) {
        problems.error(
            keyAt, ConfigNode.child(path, key), "the key stands twice in the same mapping");
      }
    }
    return new Mapping(at, path, entries);
  }

  /// A block value on the next line is found sooner by its key.
  private static ConfigNode withKeyPlace(ConfigNode value, Location keyAt) {
    return switch (value) {
      case Mapping m when m.at().line() != keyAt.line() ->
          new Mapping(keyAt, m.path(), m.entries());
      case Sequence s when s.at().line() != keyAt.line() ->
          new Sequence(keyAt, s.path(), s.items());
      case Scalar s when s.kind() == Kind.NULL -> new Scalar(keyAt, s.path(), s.text(), s.kind());
      default -> value;
    };
  }

  private Sequence sequence(JsonParser parser, Location at, String path, int depth) {
    List<ConfigNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser, path + "[" + items.size() + "]", depth + 1));
    }
    return new Sequence(at, path, items);
  }

  private void refuseAnchors(JsonParser parser, Location at, String path) {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
      problems.error(at, path, "anchors and aliases are not supported; write the value out");
    }
  }

  /// The YAML library takes a plain `~` for a text; YAML 1.2 (10.3.2) says it is nothing.
  private Scalar string(String value, JsonParser parser, Location at, String path) {
    // The library counts code points.
    long offset = parser.currentTokenLocation().getCharOffset();
    boolean nothing =
        value.equals("~") && source.codePoints().skip(offset).findFirst().orElse(0) == '~';
    return nothing ? new Scalar(at, path, "", Kind.NULL) : new Scalar(at, path, value, Kind.STRING);
  }

  private static String text(JsonParser parser) {
    @Nullable String text = parser.getString();
    return text == null ? "" : text;
  }

  private Location location(JsonParser parser) {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new Location(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
