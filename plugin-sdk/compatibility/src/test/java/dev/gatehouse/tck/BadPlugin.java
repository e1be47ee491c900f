package dev.gatehouse.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.gatehouse.kernel.plugin.UnpackagedPlugin;
import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// A plugin of a few lines that does something wrong, built as a plugin's build builds it, and
/// tested as its tests test it.
final class BadPlugin {
  private static final String PLUGIN =
      """
      package bad;
      import dev.gatehouse.sdk.exchange.*;
      import dev.gatehouse.sdk.filter.*;
      import dev.gatehouse.sdk.plugin.*;
      import dev.gatehouse.sdk.stream.*;
      public final class P implements GatewayPlugin {
        public record Config(
            @dev.gatehouse.sdk.Option(description = "A secret.")
                dev.gatehouse.sdk.@org.jspecify.annotations.Nullable Secret secret) {}
        static final class F implements Filter {
          final Config config;
          final ExtensionContext context;
          F(Config config, ExtensionContext context) { this.config = config; this.context = context; }
          %s
        }
        %s
      }
      """;
  private static final String REGISTER =
      """
      public void register(PluginRegistry registry) {
        registry.add(Filter.POINT, "bad", Config.class, F::new);
      }
      """;
  private static final String TEST =
      """
      package bad;
      import java.util.Map;
      class T extends dev.gatehouse.tck.PluginTck<P> {
        @Override protected Map<String, String> settings() {
          return Map.of("bad", "{ secret: \\"${TCK_SECRET}\\" }");
        }
      }
      """;

  private final Path classes;

  private BadPlugin(Path classes) {
    this.classes = classes;
  }

  /// Builds one whose filter has these hooks.
  static BadPlugin withHooks(Path folder, String hooks) throws IOException {
    return build(folder, PLUGIN.formatted(hooks, REGISTER));
  }

  /// Builds one whose entry point has these methods.
  static BadPlugin withMethods(Path folder, String methods) throws IOException {
    return build(folder, PLUGIN.formatted("", methods));
  }

  /// Builds one whose entry point has these methods besides `register()`.
  static BadPlugin withMore(Path folder, String methods) throws IOException {
    return build(folder, PLUGIN.formatted("", REGISTER + methods));
  }

  private static BadPlugin build(Path folder, String plugin) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src/bad"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.writeString(sources.resolve("P.java"), plugin);
    Files.writeString(sources.resolve("T.java"), TEST);
    List<String> arguments =
        List.of(
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            sources.resolve("P.java").toString(),
            sources.resolve("T.java").toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.gatehouse.sdk.plugin.GatewayPlugin"), "bad.P\n");
    describe(classes);
    return new BadPlugin(classes);
  }

  private static void describe(Path classes) throws IOException {
    try (UnpackagedPlugin opened = UnpackagedPlugin.open("bad", List.of(classes))) {
      var described = opened.described();
      Files.createDirectories(classes.resolve(PluginDescriptor.SCHEMAS));
      Files.write(
          classes.resolve(PluginDescriptor.PATH),
          DescriptorJson.write(
              new PluginDescriptor(
                  "bad",
                  "1.0.0",
                  null,
                  null,
                  null,
                  null,
                  null,
                  "[0.1,0.2)",
                  25,
                  described.extensions(),
                  Permissions.NONE)));
      for (var schema : described.schemas().entrySet()) {
        Files.writeString(classes.resolve(schema.getKey()), schema.getValue().toString());
      }
    }
  }

  /// Changes what its build said of it.
  BadPlugin described(String before, String after) throws IOException {
    Path file = classes.resolve(PluginDescriptor.PATH);
    Files.writeString(file, Files.readString(file).replace(before, after));
    return this;
  }

  /// Runs one check, and returns why it failed, or an empty text when it did not.
  String complaint(String check) throws IOException, ClassNotFoundException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, BadPlugin.class.getClassLoader())) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectMethod(Class.forName("bad.T", true, loader), check))
                  .build(),
              listener);
      TestExecutionSummary summary = listener.getSummary();
      assertThat(summary.getTestsStartedCount()).as(check).isEqualTo(1);
      return summary.getFailures().isEmpty()
          ? ""
          : String.valueOf(summary.getFailures().getFirst().getException().getMessage());
    }
  }
}
