package dev.gatehouse.kernel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/// A Maven project for a new plugin, made from the templates in this jar.
///
/// @param name the plugin's id and the name of its extension
/// @param kind what it adds
/// @param version the version of the SDK to build with
/// @param home the distribution whose folder `sdk/` has that SDK
record PluginProject(String name, Kind kind, String version, String home) {
  /// What a new plugin may add.
  enum Kind {
    FILTER("Filter", "    filters:\n      - {{name}}: {}"),
    ROUTER(
        "Router",
        "    models:\n      chat:\n        router: {{name}}\n        targets: [ { provider: ..., model: ... } ]"),
    PROVIDER("Provider", "    providers:\n      mine: { type: {{name}} }"),
    SINK("Sink", "    {{name}}: {}"),
    AUTHENTICATOR(
        "Authenticator", "    filters:\n      - {{name}}: { secret: \"${SHARED_SECRET}\" }");

    private final String suffix;
    private final String use;

    Kind(String suffix, String use) {
      this.suffix = suffix;
      this.use = use;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    String withArticle() {
      return (this == AUTHENTICATOR ? "an " : "a ") + id();
    }
  }

  /// Writes the project.
  ///
  /// @param folder a folder that does not exist yet
  void write(Path folder) throws IOException {
    String packageFolder = packageName().replace('.', '/');
    Path main = Files.createDirectories(folder.resolve("src/main/java").resolve(packageFolder));
    Path test = Files.createDirectories(folder.resolve("src/test/java").resolve(packageFolder));
    Path services = Files.createDirectories(folder.resolve("src/main/resources/META-INF/services"));
    write("pom.xml", folder.resolve("pom.xml"));
    write("README.md", folder.resolve("README.md"));
    Files.writeString(folder.resolve(".gitignore"), "target/\n");
    // The distribution's folder is a repository that Maven may read when it is offline, too.
    Files.writeString(
        Files.createDirectories(folder.resolve(".mvn")).resolve("maven.config"),
        "-Daether.offline.protocols=file\n");
    write(kind.id() + "/Plugin.java", main.resolve(className() + "Plugin.java"));
    write(kind.id() + "/Config.java", main.resolve(className() + "Config.java"));
    write(
        kind.id() + "/" + kind.suffix + ".java", main.resolve(className() + kind.suffix + ".java"));
    write(kind.id() + "/Test.java", test.resolve(className() + kind.suffix + "Test.java"));
    Files.writeString(
        services.resolve("dev.gatehouse.sdk.plugin.GatewayPlugin"),
        packageName() + "." + className() + "Plugin\n");
  }

  private void write(String template, Path file) throws IOException {
    try (InputStream in = PluginProject.class.getResourceAsStream("project/" + template)) {
      if (in == null) {
        throw new IllegalStateException("the template " + template + " is missing from the jar");
      }
      String text = new String(in.readAllBytes(), UTF_8).replace("{{use}}", kind.use);
      for (Map.Entry<String, String> value : values().entrySet()) {
        text = text.replace("{{" + value.getKey() + "}}", value.getValue());
      }
      Files.writeString(file, text);
    }
  }

  private Map<String, String> values() {
    return Map.of(
        "name",
        name,
        "Name",
        className(),
        "package",
        packageName(),
        "kind",
        kind.id(),
        "version",
        version,
        "sdk",
        "[0.1,0.2)",
        "home",
        home);
  }

  /// Returns the beginning of class names; `my-filter` is `My`, so that its filter is `MyFilter`.
  private String className() {
    String end = "-" + kind.id();
    String own = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    return Stream.of(own.split("-", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private String packageName() {
    String last = name.replace("-", "");
    return "com.example." + (SourceVersion.isKeyword(last) ? last + "plugin" : last);
  }
}
