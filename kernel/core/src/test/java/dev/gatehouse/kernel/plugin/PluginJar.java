package dev.gatehouse.kernel.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A plugin jar made for a test: sources are compiled against the SDK that the test sees.
final class PluginJar {
  static final String SERVICE = "META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin";

  private final Path work;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Manifest manifest = new Manifest();

  private PluginJar(Path work) {
    this.work = work;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /// Begins an empty jar; the folder takes sources and classes.
  static PluginJar in(Path work) {
    return new PluginJar(work);
  }

  /// Compiles a class of the package `p`, given without package and imports.
  PluginJar type(String name, String source, String... moreClassPath) {
    try {
      Path folder = Files.createTempDirectory(work, "sources");
      Path file = Files.createDirectories(folder.resolve("p")).resolve(name + ".java");
      Files.writeString(
          file,
          """
          package p;
          import dev.gatehouse.sdk.*;
          import dev.gatehouse.sdk.admin.*;
          import dev.gatehouse.sdk.exchange.*;
          import dev.gatehouse.sdk.filter.*;
          import dev.gatehouse.sdk.plugin.*;
          """
              + source);
      Path classes = Files.createTempDirectory(work, "classes");
      ByteArrayOutputStream messages = new ByteArrayOutputStream();
      String path = System.getProperty("java.class.path") + ":" + String.join(":", moreClassPath);
      int failed =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  messages,
                  messages,
                  "-proc:none",
                  "-cp",
                  path,
                  "-d",
                  classes.toString(),
                  file.toString());
      if (failed != 0) {
        throw new IllegalArgumentException(messages.toString(UTF_8));
      }
      try (Stream<Path> all = Files.walk(classes)) {
        for (Path each : all.filter(Files::isRegularFile).toList()) {
          entries.put(classes.relativize(each).toString(), Files.readAllBytes(each));
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A plugin of one class that registers a filter `name` and does what the code says besides.
  PluginJar plugin(String name, String fieldsAndMethods) {
    return type(
            "Entry",
            """
            public final class Entry implements GatewayPlugin {
              public record Config(@Option(description = "A text.", defaultValue = "none") String text) {}
              @Override public void register(PluginRegistry registry) {
                registry.add(Filter.POINT, "%s", Config.class, (config, context) -> make(config, context))
                    .description("For tests.");
              }
              %s
            }
            """
                .formatted(name, fieldsAndMethods))
        .services("p.Entry");
  }

  static final String PLAIN_FILTER =
      "static Filter make(Config config, ExtensionContext context) { return new Filter() {}; }";

  PluginJar services(String text) {
    return entry(SERVICE, text.getBytes(UTF_8));
  }

  PluginJar entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  PluginJar manifest(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes());
  }
}
