package dev.gatehouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The schema that editors use and the binder that judges in earnest have to agree: neither may
/// refuse what the other takes.
class ConfigSchemaTest {
  record Cache(
      @Option(description = "How long.", defaultValue = "5m") Duration ttl,
      @Option(description = "How much.", defaultValue = "10MiB") ByteSize most,
      @Option(description = "By what.") @NotEmpty List<String> by) {}

  record Cloud(@Option(description = "The key.") Secret apiKey) {}

  record Watch(
      @Option(description = "The share.", defaultValue = "0.1") double share,
      @Option(description = "Anything.") @Nullable JsonNode extra) {}

  private static final ObjectNode SCHEMA =
      ConfigSchema.whole(
          Map.of("cache", ConfigSchema.of(Cache.class).put("description", "A cache.")),
          Map.of("cloud", ConfigSchema.of(Cloud.class)),
          Map.of("watch", ConfigSchema.of(Watch.class).put("description", "A watch.")));

  private static final Map<String, String> ENVIRONMENT =
      Map.of("SIZE", "1KiB", "NUMBER", "7", "PATH", "/x", "KEY", "k", "URL", "http://h/");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static List<String> bySchema(String yaml) {
    ConfigProblems problems = new ConfigProblems();
    ConfigNode root = YamlReader.read(yaml, "f", problems);
    assertThat(problems.all()).as("samples are YAML").isEmpty();
    return judge(REGISTRY.getSchema(SCHEMA), asWritten(root));
  }

  /// An editor sees references, not what they stand for.
  private static JsonNode asWritten(ConfigNode node) {
    return switch (node) {
      case Mapping mapping -> {
        ObjectNode object = NODES.objectNode();
        mapping.entries().forEach((key, value) -> object.set(key, asWritten(value)));
        yield object;
      }
      case Sequence sequence -> {
        ArrayNode array = NODES.arrayNode();
        sequence.items().forEach(item -> array.add(asWritten(item)));
        yield array;
      }
      case Scalar scalar ->
          switch (scalar.kind()) {
            case NULL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NUMBER -> ConfigJson.number(scalar.text());
            case STRING -> NODES.stringNode(scalar.text());
          };
    };
  }

  private static List<String> judge(Schema schema, JsonNode tree) {
    return schema.validate(tree).stream().map(Error::toString).toList();
  }

  /// Binds the file, and the plugins' parts as the plugin host does.
  private static List<String> byBinder(String yaml) {
    ConfigProblems problems = new ConfigProblems();
    References references = new References(ENVIRONMENT, Path.of("."));
    GatewayConfig config = ConfigLoader.load(yaml, "f", references, problems);
    if (config != null) {
      Binder binder = new Binder(references, problems);
      List<FilterUse> filters = new ArrayList<>(config.filters());
      config.routes().forEach(route -> filters.addAll(route.filters()));
      filters.forEach(use -> {
        if (use.extension().equals("cache")) {
          binder.bind(use.settings(), Cache.class);
        } else {
          problems.error(use.settings(), "there is no such filter");
        }
      });
      config
          .providers()
          .forEach((_, provider) -> {
            if (provider.type().equals("cloud")) {
              binder.bind(provider.settings(), Cloud.class);
            } else {
              problems.error(provider.settings(), "there is no such provider");
            }
          });
      config
          .sections()
          .forEach((key, section) -> {
            if (key.equals("watch")) {
              binder.bind(section, Watch.class);
            } else {
              problems.error(section, "unknown key");
            }
          });
    }
    return problems.failed()
        ? problems.all().stream().map(ConfigProblem::toString).toList()
        : List.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "server: { port: 0, admin-port: 65535, host: 0.0.0.0, allow-anonymous: true }",
        "server: { port: '${NUMBER}', drain: 250ms, data-folder: 7 }",
        "server: { limits: { body: 1024, headers: '${SIZE}', request-line: '8 KiB', total: 7d } }",
        "server:",
        "server: ~",
        "server: { limits: ~, admin-key: ~, port: ~ }",
        "plugins: { watch: 1s }",
        "providers: { p: { type: cloud, api-key: '${KEY}', max-connections: '${NUMBER}1' } }",
        "providers: { p: { type: cloud, api-key: k, timeouts: {} } }",
        "providers: { p: { type: cloud, api-key: 1234 } }",
        "providers: ~",
        "filters: [ cache: { by: [ model ] } ]",
        "filters: [ { cache: { by: model, ttl: 10s, most: 1GiB }, on-error: open, timeout: 1s } ]",
        "filters: [ { cache: { by: 7 }, on-error: closed, stage: routing } ]",
        "filters: [ { cache: { by: '${KEY}' }, stage: cache } ]",
        "filters: []",
        "filters: ~",
        "routes: [ { id: a.b-c, match: { path: /x/**, methods: GET, host: h, headers: { a: b } } } ]",
        "routes: [ { id: a, match: { path: '${PATH}/y' }, upstream: http://h/, strip-prefix: /x } ]",
        "routes: [ { id: a, upstream: '${URL}', filters: [ { cache: { by: model } } ] } ]",
        "routes: []",
        "routes: ~",
        "consumers: { c: { roles: admin, attributes: { floor: 3, fine: true } } }",
        "consumers: { c: ~ }",
        "watch: { share: 1, extra: { a: [ 1, ~ ] } }",
        "watch: { share: '${NUMBER}', extra: ~ }",
        "watch:",
      })
  void agreesOnWhatIsRight(String yaml) {
    List<String> byBinder = byBinder(yaml);
    List<String> bySchema = bySchema(yaml);

    assertThat(byBinder).as("the binder").isEmpty();
    assertThat(bySchema).as("the schema").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve: {}",
        "server: 3",
        "server: [ 1 ]",
        "server: { prot: 1 }",
        "server: { port: x }",
        "server: { port: 1.5 }",
        "server: { port: -1 }",
        "server: { port: 65536 }",
        "server: { port: '70000' }",
        "server: { port: [ 1 ] }",
        "server: { host: '' }",
        "server: { host: ' ' }",
        "server: { host: { a: 1 } }",
        "server: { drain: 30 }",
        "server: { drain: 30x }",
        "server: { drain: [ 1s ] }",
        "server: { limits: { body: 1XB } }",
        "server: { limits: { body: -1 } }",
        "server: { limits: { header-count: 0 } }",
        "server: { limits: [] }",
        "server: { allow-anonymous: 1 }",
        "server: { allow-anonymous: 'on' }",
        "server: { admin-key: [ a ] }",
        "plugins: { folder: '' }",
        "providers: [ ]",
        "providers: { p: {} }",
        "providers: { p: { type: cloud } }",
        "providers: { p: { type: cloud, api-key: { a: 1 } } }",
        "providers: { p: { type: cloud, api-key: a, more: 1 } }",
        "providers: { p: { type: clod, api-key: a } }",
        "providers: { p: { type: cloud, api-key: a, max-connections: 0 } }",
        "models: { m: {} }",
        "models: { m: { targets: [] } }",
        "models: { m: { targets: 3 } }",
        "models: { m: { targets: [ { provider: p } ] } }",
        "models: [ ]",
        "consumers: { c: { keys: [ plain ] } }",
        "consumers: { c: { attributes: [ 1 ] } }",
        "filters: { cache: {} }",
        "filters: [ cache ]",
        "filters: [ cash ]",
        "filters: [ {} ]",
        "filters: [ { on-error: open } ]",
        "filters: [ { cash: { by: m } } ]",
        "filters: [ { cache: { by: [] } } ]",
        "filters: [ { cache: {} } ]",
        "filters: [ { cache: { by: { a: 1 } } } ]",
        "filters: [ { cache: { by: m }, on-error: never } ]",
        "filters: [ { cache: { by: m }, stage: later } ]",
        "filters: [ { cache: { by: m }, timeout: 1 } ]",
        "routes: { id: a }",
        "routes: [ {} ]",
        "routes: [ { id: 'a b' } ]",
        "routes: [ { id: a, match: { path: x } } ]",
        "routes: [ { id: a, match: { methods: [ get ] } } ]",
        "routes: [ { id: a, match: { methods: get } } ]",
        "routes: [ { id: a, upstream: nowhere } ]",
        "routes: [ { id: a, filters: { cache: { by: m } } } ]",
        "watch: { share: x }",
        "watch: 3",
      })
  void agreesOnWhatIsWrong(String yaml) {
    List<String> byBinder = byBinder(yaml);
    List<String> bySchema = bySchema(yaml);

    assertThat(byBinder).as("the binder").isNotEmpty();
    assertThat(bySchema).as("the schema").isNotEmpty();
  }

  @Test
  void isValidByTheMetaSchema() {
    Schema meta =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(judge(meta, SCHEMA)).isEmpty();
  }

  @Test
  void describesEveryProperty() {
    List<String> bare = new ArrayList<>();
    collectBare(SCHEMA, "", bare);

    assertThat(bare).as("properties without a description").isEmpty();
  }

  private static void collectBare(JsonNode node, String path, List<String> bare) {
    node.path("properties")
        .properties()
        .forEach(property -> {
          if (property.getValue().path("description").asString("").isBlank()) {
            bare.add(path + "/" + property.getKey());
          }
        });
    node.properties()
        .forEach(child -> collectBare(child.getValue(), path + "/" + child.getKey(), bare));
    node.values().stream()
        .filter(_ -> node.isArray())
        .forEach(item -> collectBare(item, path, bare));
  }
}
