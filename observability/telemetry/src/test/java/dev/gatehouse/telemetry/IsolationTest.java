package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.plugin.ConfiguredConsumer;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.plugin.ExtensionFactory;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.plugin.Secrets;
import dev.gatehouse.sdk.store.ByteCache;
import dev.gatehouse.sdk.store.KeyValueStore;
import dev.gatehouse.sdk.store.QuotaStore;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import dev.gatehouse.sdk.telemetry.Telemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Runs the plugin as the kernel does: its own libraries in a class loader of its own, and from
/// outside nothing but the SDK and what the SDK shows.
class IsolationTest {
  private static final List<String> SHARED =
      List.of(
          "dev.gatehouse.sdk.",
          "io.opentelemetry.api.",
          "io.opentelemetry.context.",
          "io.opentelemetry.common.",
          "tools.jackson.",
          "com.fasterxml.jackson.annotation.",
          "jakarta.validation.",
          "org.jspecify.annotations.");

  private static final List<String> OWN_JARS =
      List.of(
          "opentelemetry-sdk", "opentelemetry-exporter", "opentelemetry-extension", "prometheus-");

  @Test
  void worksInAClassLoaderOfItsOwn() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(200);
        URLClassLoader loader = new URLClassLoader(ownJars(), new SharedOnly())) {
      GatewayPlugin plugin =
          ServiceLoader.load(GatewayPlugin.class, loader).findFirst().orElseThrow();
      assertThat(plugin.getClass().getClassLoader()).isSameAs(loader);
      Declared declared = new Declared();
      plugin.register(declared);
      assertThat(declared.points).containsOnlyKeys("telemetry", "request-log-sink");

      try (Extension extension =
          declared.create("telemetry", Map.of("Traces.endpoint", receiver.endpoint()))) {
        FakeExchange exchange =
            FakeExchange.chat(
                Headers.of(
                    "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                false,
                "{}");
        ExchangeTrace trace = ((Telemetry) extension).begin(exchange);
        trace
            .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
            .end(Fixture.attempt(1, 200), "m", "stop", null);
        trace.end(exchange, FakeCompletion.ok(null));

        assertThat(trace.span().getSpanContext().getTraceId())
            .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(scrape((AdminExtension) extension))
            .contains("gen_ai_client_operation_duration_seconds_count");
      }
      assertThat(receiver.spans()).hasSize(2);
    }
  }

  private static String scrape(AdminExtension extension) throws Exception {
    assertThat(extension.mount()).isEqualTo("metrics");
    return new String(
        extension
            .handle(new AdminRequest("GET", "", Map.of(), Headers.create(), Body.empty()))
            .body()
            .bytes(),
        StandardCharsets.UTF_8);
  }

  private static URL[] ownJars() throws Exception {
    List<URL> urls = new java.util.ArrayList<>();
    urls.add(TelemetryPlugin.class.getProtectionDomain().getCodeSource().getLocation());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = Path.of(entry).getFileName().toString();
      if (OWN_JARS.stream().anyMatch(name::startsWith) && !name.contains("testing")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    assertThat(urls).hasSizeGreaterThan(10);
    return urls.toArray(URL[]::new);
  }

  /// Shows the shared packages and the JDK.
  private static final class SharedOnly extends ClassLoader {
    SharedOnly() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (SHARED.stream().anyMatch(name::startsWith)) {
        return IsolationTest.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  /// Keeps what is declared and makes an instance of what is said and the defaults of the rest.
  private static final class Declared implements PluginRegistry {
    private final Map<String, Object[]> points = new HashMap<>();

    @Override
    public <C extends Record, E extends Extension> Registration add(
        ExtensionPoint<E> point,
        String name,
        Class<C> config,
        ExtensionFactory<? super C, ? extends E> factory) {
      points.put(point.id(), new Object[] {config, factory});
      return (Registration)
          Proxy.newProxyInstance(
              Registration.class.getClassLoader(),
              new Class<?>[] {Registration.class},
              (proxy, method, arguments) -> proxy);
    }

    @SuppressWarnings("unchecked") // the pair was put there by the generic method above
    Extension create(String point, Map<String, Object> said) throws Exception {
      Object[] declared = points.get(point);
      return ((ExtensionFactory<Object, Extension>) declared[1])
          .create(configure((Class<?>) declared[0], said), new Context());
    }

    private static Object configure(Class<?> type, Map<String, Object> said) throws Exception {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        assertThat(components[i].getAnnotation(Option.class)).as("%s", components[i]).isNotNull();
        String key = type.getSimpleName() + "." + components[i].getName();
        String text = components[i].getAnnotation(Option.class).defaultValue();
        values[i] =
            said.containsKey(key) ? said.get(key) : value(components[i].getType(), text, said);
      }
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    }

    private static Object value(Class<?> type, String text, Map<String, Object> said)
        throws Exception {
      if (type.isRecord() && type != ByteSize.class) {
        return configure(type, said);
      }
      if (type == List.class) {
        return List.of();
      }
      if (type == Map.class) {
        return Map.of();
      }
      if (text.isEmpty()) {
        return null;
      }
      if (type == boolean.class) {
        return Boolean.valueOf(text);
      }
      if (type == ByteSize.class) {
        return ByteSize.parse(text);
      }
      if (type.isEnum()) {
        return Arrays.stream(type.getEnumConstants())
            .filter(each -> each.toString().equals(text.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow();
      }
      return text;
    }
  }

  /// Gives the version and nothing else.
  private static final class Context implements ExtensionContext {
    @Override
    public String pluginVersion() {
      return "0.1";
    }

    @Override
    public String instance() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ConfiguredConsumer> consumers() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ContentReader contentReader() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String pluginId() {
      throw new UnsupportedOperationException();
    }

    @Override
    public System.Logger logger() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Clock clock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Meter meter() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tracer tracer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ExecutorService executor() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ExecutorService cpuExecutor() {
      throw new UnsupportedOperationException();
    }

    @Override
    public HttpClient httpClient() {
      throw new UnsupportedOperationException();
    }

    @Override
    public JsonMapper json() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Secrets secrets() {
      throw new UnsupportedOperationException();
    }

    @Override
    public QuotaStore quota() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ByteCache cache(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable schedule(Duration period, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public KeyValueStore keyValueStore(String namespace) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path dataFolder() {
      throw new UnsupportedOperationException();
    }
  }
}
