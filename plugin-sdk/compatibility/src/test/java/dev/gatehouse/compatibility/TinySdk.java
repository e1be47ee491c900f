package dev.gatehouse.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/// Jars compiled from a few lines, to show what the gate finds.
final class TinySdk {
  private TinySdk() {}

  /// Compiles a type of package `tiny` into a jar.
  static Path jar(Path folder, String version, String typeName, String source) throws IOException {
    Path sources = Files.createDirectories(folder.resolve(version + "/src/tiny"));
    Path classes = Files.createDirectories(folder.resolve(version + "/classes"));
    Path file = sources.resolve(typeName + ".java");
    Files.writeString(file, "package tiny; import dev.gatehouse.sdk.Experimental; " + source);
    List<String> arguments =
        List.of(
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            file.toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    return pack(classes, folder.resolve(version + ".jar"));
  }

  /// Packs a folder of classes.
  static Path pack(Path classes, Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
      }
    }
    return jar;
  }
}
