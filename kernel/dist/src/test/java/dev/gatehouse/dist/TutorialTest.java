package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tutorial shows the files of the example themselves, and all of them: whoever begins with an
/// empty folder gets what `HelloPluginIT` builds.
class TutorialTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path EXAMPLE = ROOT.resolve("examples/hello-plugin");
  private static final Pattern SHOWN =
      Pattern.compile("<<< @/\\.\\./\\.\\./examples/hello-plugin/([^\\s{]+)");

  @Test
  void showsEveryFileOfTheProject() throws IOException {
    Matcher shown = SHOWN.matcher(page());
    List<String> files = shown.results().map(found -> found.group(1)).toList();

    assertThat(files).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(project());
  }

  @Test
  void namesEveryFileInTheOverview() throws IOException {
    String page = page();
    for (String file : project()) {
      assertThat(page).contains(file.substring(file.lastIndexOf('/') + 1));
    }
  }

  @Test
  void takesItsCommandsFromTheReadmeThatATestFollows() throws IOException {
    assertThat(page()).contains("<!--@include: @/../../examples/hello-plugin/README.md#use-->");
    String readme = Files.readString(EXAMPLE.resolve("README.md"));
    String used =
        readme.substring(
            readme.indexOf("<!-- #region use -->"), readme.indexOf("<!-- #endregion use -->"));

    assertThat(used)
        .contains("package\n", "./gatehouse plugin install ", "curl ", "./gatehouse search");
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("site/docs/guide/extend.md"));
  }

  private static List<String> project() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> EXAMPLE.relativize(file).toString())
          .filter(file -> !file.startsWith("target/") && !file.equals("README.md"))
          .toList();
    }
  }
}
