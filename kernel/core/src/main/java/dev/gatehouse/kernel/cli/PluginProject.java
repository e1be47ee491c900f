package dev.gatehouse.kernel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.lang.model.SourceVersion;

/// A Maven project for a new plugin, made from the archetypes of the distribution: the same project
/// that `mvn archetype:generate` makes, without Maven and without a network.
///
/// @param name the plugin's id and the name of its extension
/// @param kind what it adds
/// @param home the distribution, whose folder `sdk/` has the archetypes and the SDK
record PluginProject(String name, Kind kind, Path home) {
  private static final String TEMPLATES = "archetype-resources/";
  private static final List<String> SOURCES = List.of("src/main/java/", "src/test/java/");

  /// What a new plugin may add.
  enum Kind {
    FILTER,
    ROUTER,
    PROVIDER,
    SINK,
    AUTHENTICATOR;

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
  /// @throws IOException when the distribution has no archetypes, or the project cannot be written
  void write(Path folder) throws IOException {
    try (ZipFile archetype = new ZipFile(archetype().toFile())) {
      for (ZipEntry entry : archetype.stream().toList()) {
        if (!entry.isDirectory() && entry.getName().startsWith(TEMPLATES)) {
          Path file = folder.resolve(place(entry.getName().substring(TEMPLATES.length())));
          Files.createDirectories(file.getParent());
          String template = new String(archetype.getInputStream(entry).readAllBytes(), UTF_8);
          Files.writeString(file, filled(template));
        }
      }
    }
    Files.writeString(folder.resolve(".gitignore"), "target/\n");
    // The distribution's folder is a repository that Maven may read when it is offline, too.
    Files.writeString(
        Files.createDirectories(folder.resolve(".mvn")).resolve("maven.config"),
        "-Daether.offline.protocols=file\n");
  }

  private Path archetype() throws IOException {
    Path versions = home.resolve("sdk/dev/gatehouse/gatehouse-archetype-" + kind.id());
    if (Files.isDirectory(versions)) {
      try (Stream<Path> files = Files.walk(versions, 2)) {
        List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        if (!jars.isEmpty()) {
          return jars.getLast();
        }
      }
    }
    throw new IOException(
        "there is no archetype in "
            + versions
            + "; call the gatehouse of an unpacked distribution, whose folder sdk/ is whole");
  }

  /// Returns where a template's file goes: sources into the folder of their package.
  private String place(String template) {
    String named = template.replace("__className__", className());
    for (String sources : SOURCES) {
      if (named.startsWith(sources)) {
        return sources + packageName().replace('.', '/') + "/" + named.substring(sources.length());
      }
    }
    return named;
  }

  private String filled(String template) {
    String text = template;
    for (Map.Entry<String, String> value : values().entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    return text;
  }

  private Map<String, String> values() {
    return Map.of(
        "groupId",
        "com.example",
        "artifactId",
        name,
        "version",
        "1.0.0",
        "package",
        packageName(),
        "className",
        className(),
        "env.GATEHOUSE_HOME",
        home.toAbsolutePath().normalize().toString());
  }

  /// Returns the beginning of class names; `my-filter` is `MyFilter`.
  private String className() {
    return Stream.of(name.split("-", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private String packageName() {
    String last = name.replace("-", "");
    return "com.example." + (SourceVersion.isKeyword(last) ? last + "plugin" : last);
  }
}
