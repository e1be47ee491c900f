package dev.gatehouse.testkit;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A real gateway in this process, on random loopback ports, with a data folder of its own that is
/// deleted at the end.
///
/// As a JUnit extension in a field it starts before each test and stops after it; in a static field
/// it lives as long as the tests of the class. Elsewhere call [#start] in a try-with-resources
/// statement.
///
/// ```java
/// @RegisterExtension
/// final TestGateway gateway = TestGateway.of("providers: ...", new OpenAiPlugin(), new MyPlugin());
/// ```
public final class TestGateway
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AutoCloseable {
  private final String yaml;
  private final List<GatewayPlugin> plugins;
  private final RecordCapture capture = new RecordCapture();
  private boolean ofClass;
  private @Nullable Running running;

  /// What exists while it runs.
  private record Running(Gateway gateway, Path folder, GatewayClient client) {}

  private TestGateway(String yaml, GatewayPlugin... plugins) {
    this.yaml = yaml;
    this.plugins = new ArrayList<>(List.of(plugins));
    this.plugins.add(capture);
  }

  /// Returns a gateway that is not started yet.
  ///
  /// @param yaml the configuration; ports and folders in it are replaced
  /// @param plugins loaded as objects, without jars and class loaders
  public static TestGateway of(String yaml, GatewayPlugin... plugins) {
    return new TestGateway(yaml, plugins);
  }

  /// Starts it.
  ///
  /// @throws dev.gatehouse.kernel.ConfigRefused when the configuration is wrong
  public TestGateway start() {
    try {
      Path folder = Files.createTempDirectory("gatehouse-test");
      Gateway gateway =
          Gateway.start(
              new GatewayOptions(
                  new ConfigSource.Text("gatehouse.yaml", yaml),
                  folder,
                  null,
                  Files.createDirectory(folder.resolve("plugins")),
                  folder.resolve("data"),
                  0,
                  0,
                  plugins.stream().map(TestGateway::source).toList(),
                  Map.of(),
                  false));
      running = new Running(gateway, folder, new GatewayClient(URI.create(gateway.dataUrl())));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PluginSource source(GatewayPlugin plugin) {
    String id = plugin.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return PluginSource.ofInstance(id, "test", plugin);
  }

  /// Returns the address clients use, without a slash at its end.
  public URI url() {
    return URI.create(running().gateway().dataUrl());
  }

  /// Returns the address of the admin listener, without a slash at its end.
  public URI adminUrl() {
    return URI.create(running().gateway().adminUrl());
  }

  /// Returns a client of the gateway.
  public GatewayClient client() {
    return running().client();
  }

  /// Returns what was recorded, and waits for what will be.
  public RecordCapture records() {
    return capture;
  }

  /// Waits for the record of an exchange.
  public ExchangeRecord record(String id) throws InterruptedException {
    return capture.await(id);
  }

  private Running running() {
    return Objects.requireNonNull(running, "the gateway is not running; call start() first");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofClass = true;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!ofClass) {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ofClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /// Stops the gateway and deletes its folder.
  @Override
  public void close() {
    Running stopping = running;
    running = null;
    if (stopping != null) {
      stopping.client().close();
      stopping.gateway().close();
      delete(stopping.folder());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
