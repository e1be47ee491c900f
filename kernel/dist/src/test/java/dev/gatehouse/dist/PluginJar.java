package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Makes plugin jars of a few lines, compiled against the packaged gateway.
final class PluginJar {
  private PluginJar() {}

  /// Compiles the source of an entry point and moves its jar to where it is wanted, whole.
  ///
  /// @param work a folder that no other test uses
  static void build(Path work, String className, String source, Path jar) throws IOException {
    Path file = work.resolve("src").resolve(className.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    Path classes = Files.createDirectories(work.resolve("classes"));
    String path;
    try (Stream<Path> lib = Files.list(PackagedGateway.HOME.resolve("lib"))) {
      path = String.join(":", lib.map(Path::toString).toList());
    }
    List<String> arguments = List.of("-cp", path, "-d", classes.toString(), file.toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Path arriving = work.resolve("arriving.jar");
    pack(arriving, className, classes);
    Files.move(arriving, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void pack(Path jar, String className, Path classes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entry(out, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
      entry(
          out,
          "META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin",
          (className + "\n").getBytes(UTF_8));
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
