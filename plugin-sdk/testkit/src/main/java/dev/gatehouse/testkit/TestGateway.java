package dev.gatehouse.testkit;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
  private final List<PackedPlugin> files = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private Clock clock = Clock.systemUTC();
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

  /// Adds plugins that are objects. Before it starts.
  public TestGateway plugins(List<? extends GatewayPlugin> more) {
    plugins.addAll(more);
    return this;
  }

  /// Adds a plugin that is loaded from a file, in a class loader of its own. Before it starts.
  public TestGateway file(PackedPlugin plugin) {
    files.add(plugin);
    return this;
  }

  /// Sets a variable that `${NAME}` in the configuration refers to. Before it starts; there are no
  /// others.
  public TestGateway variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /// Sets the clock that plugins see. Before it starts.
  public TestGateway clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  /// Starts it.
  ///
  /// @throws IllegalStateException when a plugin is refused, with the gateway's reason
  /// @throws dev.gatehouse.kernel.ConfigRefused when the configuration is wrong
  public TestGateway start() {
    QuietListeners.set();
    try {
      Path folder = Files.createTempDirectory("gatehouse-test");
      Path pluginFolder = Files.createDirectory(folder.resolve("plugins"));
      for (PackedPlugin file : files) {
        file.writeTo(pluginFolder);
      }
      Gateway gateway =
          Gateway.start(
              new GatewayOptions(
                  new ConfigSource.Text("gatehouse.yaml", yaml),
                  folder,
                  null,
                  pluginFolder,
                  folder.resolve("data"),
                  0,
                  0,
                  plugins.stream().map(TestGateway::source).toList(),
                  variables,
                  false,
                  clock));
      running = new Running(gateway, folder, new GatewayClient(URI.create(gateway.dataUrl())));
      checkPlugins(gateway);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A gateway goes on without a plugin that it refuses; a test must not.
  private void checkPlugins(Gateway gateway) {
    for (PluginStatus plugin : gateway.generations().plugins()) {
      if (!plugin.state().equals("active")) {
        close();
        throw new IllegalStateException(
            "the gateway refuses plugin " + plugin.id() + ": " + plugin.reason());
      }
    }
  }

  /// Reads configuration and plugin folder again.
  ///
  /// @return what came of it
  public ReloadResult reload() {
    return running().gateway().reload();
  }

  /// Returns the folder in which it looks for plugin files at each [#reload].
  public Path pluginFolder() {
    return running().folder().resolve("plugins");
  }

  /// Returns the folder that holds the data folders of the plugins.
  public Path dataFolder() {
    return running().folder().resolve("data");
  }

  /// Returns the gateway itself, for tests that look inside.
  public Gateway gateway() {
    return running().gateway();
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
