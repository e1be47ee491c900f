package dev.gatehouse.dist;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// The documentation lists every library that is shipped, and no other.
class DependenciesIT {
  private static final Path HOME = Path.of(System.getProperty("gatehouse.home"));
  private static final Path DOCUMENT = Path.of("../../site/docs/architecture/dependencies.md");

  @Test
  void theKernelsLibrariesAreListed() throws IOException {
    TreeSet<String> shipped;
    try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
      shipped = artifacts(files.map(file -> file.getFileName().toString()));
    }

    assertListed("## In the kernel", shipped);
  }

  @Test
  void theLibrariesOfPluginsAreListed() throws IOException {
    TreeSet<String> shipped = new TreeSet<>();
    try (Stream<Path> plugins = Files.list(HOME.resolve("lib/plugins"))) {
      for (Path plugin : plugins.filter(file -> file.toString().endsWith(".zip")).toList()) {
        try (ZipFile zip = new ZipFile(plugin.toFile())) {
          shipped.addAll(
              artifacts(zip.stream().map(ZipEntry::getName).map(n -> n.replace("lib/", ""))));
        }
      }
    }

    assertListed("## In plugins", shipped);
  }

  /// Turns `caffeine-3.3.1.jar` into `caffeine` and leaves our own jars out.
  private static TreeSet<String> artifacts(Stream<String> files) {
    return files
        .filter(name -> name.endsWith(".jar") && !name.startsWith("gatehouse-"))
        .map(name -> name.replaceFirst("-[0-9][^/]*$", ""))
        .collect(toCollection(TreeSet::new));
  }

  private static void assertListed(String heading, TreeSet<String> shipped) throws IOException {
    assertThat(shipped).isNotEmpty();
    String section = section(heading);
    TreeSet<String> unlisted = new TreeSet<>(shipped);
    TreeSet<String> listedInVain = new TreeSet<>();
    section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', 1)))
        .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
        .map(match -> match.group(1))
        .forEach(listed -> {
          Pattern pattern = Pattern.compile(listed.replace(".", "\\.").replace("*", ".*"));
          if (shipped.stream().noneMatch(pattern.asMatchPredicate())) {
            listedInVain.add(listed);
          }
          unlisted.removeIf(pattern.asMatchPredicate());
        });

    assertThat(unlisted).as("shipped, but not listed in %s", DOCUMENT).isEmpty();
    assertThat(listedInVain).as("listed in %s, but not shipped", DOCUMENT).isEmpty();
  }

  private static String section(String heading) throws IOException {
    String text = Files.readString(DOCUMENT);
    int start = text.indexOf(heading);
    assertThat(start).as("heading '%s' in %s", heading, DOCUMENT).isNotNegative();
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end);
  }
}
