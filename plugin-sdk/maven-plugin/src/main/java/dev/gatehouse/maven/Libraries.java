package dev.gatehouse.maven;

import dev.gatehouse.kernel.plugin.UnpackagedPlugin;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;

/// The libraries that a plugin brings along: what it needs at run time and the gateway does not
/// share.
///
/// A library whose classes are all in shared packages is left out, whatever it is called: the
/// gateway's own would be used anyway.
///
/// @param files jars, or folders of classes of modules of the same build, in the order of the class
///   path
record Libraries(List<Path> files) {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/");

  Libraries {
    files = List.copyOf(files);
  }

  /// Chooses among the resolved dependencies of a project.
  static Libraries of(Collection<Artifact> dependencies) throws IOException {
    List<Path> chosen = new ArrayList<>();
    for (Artifact dependency : dependencies) {
      File file = dependency.getFile();
      boolean atRunTime =
          Artifact.SCOPE_COMPILE.equals(dependency.getScope())
              || Artifact.SCOPE_RUNTIME.equals(dependency.getScope());
      if (atRunTime && file != null && "jar".equals(dependency.getType())) {
        if (!shared(file.toPath())) {
          chosen.add(file.toPath());
        }
      }
    }
    return new Libraries(chosen);
  }

  /// Returns whether all classes of a jar or folder always come from the gateway.
  static boolean shared(Path library) throws IOException {
    List<String> classes = classes(library);
    return !classes.isEmpty() && classes.stream().allMatch(UnpackagedPlugin::shared);
  }

  private static List<String> classes(Path library) throws IOException {
    if (Files.isDirectory(library)) {
      try (Stream<Path> files = Files.walk(library)) {
        return classes(files.map(file -> library.relativize(file).toString().replace('\\', '/')));
      }
    }
    try (JarFile jar = new JarFile(library.toFile())) {
      return classes(jar.stream().map(entry -> entry.getName()));
    }
  }

  private static List<String> classes(Stream<String> files) {
    return files
        .filter(file -> file.endsWith(".class") && !file.endsWith("module-info.class"))
        .map(file -> VERSIONED.matcher(file).replaceFirst(""))
        .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
        .toList();
  }
}
