package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dist.MarkdownPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Follows the documentation to the letter: every configuration is started, every command is run.
class DocsIT {
  private static final Path ROOT = PackagedGateway.HOME.resolve("../../../..").normalize();
  // What the pages ask a reader to have.
  private static final Map<String, String> READER =
      Map.of(
          "OPENAI_API_KEY",
          "sk-docs",
          "ANTHROPIC_API_KEY",
          "sk-docs",
          "PATH",
          String.valueOf(System.getenv("PATH")));

  @TempDir Path folder;

  static List<MarkdownPage> pages() throws IOException {
    List<MarkdownPage> pages = new ArrayList<>();
    pages.add(MarkdownPage.read(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("site/docs"))) {
      for (Path file :
          files
              .filter(path -> path.toString().endsWith(".md"))
              .filter(path -> !path.toString().contains("node_modules"))
              .sorted()
              .toList()) {
        pages.add(MarkdownPage.read(file));
      }
    }
    return pages.stream()
        .filter(page -> !page.commands().isEmpty() || !page.configurations().isEmpty())
        .toList();
  }

  @Test
  void thereArePagesToFollow() throws IOException {
    assertThat(pages()).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySnippetOfThePageWorks(MarkdownPage page) throws Exception {
    for (Block configuration : page.configurations()) {
      Path file = Files.writeString(folder.resolve("gatehouse.yaml"), configuration.text() + "\n");
      Shell.Result checked =
          Shell.run(
              folder,
              READER,
              List.of(
                  PackagedGateway.HOME.resolve("bin/gatehouse").toString(),
                  "validate",
                  "--config",
                  file.toString()));
      assertThat(checked.exitCode())
          .as("%s:%d%n%s", page.file(), configuration.line(), checked.output())
          .isZero();
    }
    if (page.commands().isEmpty()) {
      return;
    }
    Files.deleteIfExists(folder.resolve("gatehouse.yaml"));
    // A snippet of one section is checked above; only a whole file can be started.
    String yaml =
        page.configurations().stream()
            .map(Block::text)
            .filter(text -> text.contains("models:\n"))
            .reduce((_, last) -> last)
            .orElse(null);
    try (PackagedGateway gateway = PackagedGateway.start(folder, yaml, READER)) {
      askOnce(gateway);
      Files.writeString(
          folder.resolve("gatehouse.yaml"), yaml == null ? "models: {}\n" : yaml + "\n");
      Shell.script(
          folder.resolve("gatehouse"),
          "exec \"" + PackagedGateway.HOME.resolve("bin/gatehouse") + "\" \"$@\"");
      for (Block command : page.commands()) {
        String text =
            command
                .text()
                .replace("http://127.0.0.1:8080", gateway.url())
                .replace("http://127.0.0.1:9090", gateway.adminUrl());
        Shell.Result run =
            Shell.run(
                folder,
                Map.of(
                    "PATH", READER.get("PATH"),
                    "OPENAI_API_KEY", "sk-docs",
                    "GATEHOUSE_ADMIN_URL", gateway.adminUrl()),
                List.of("bash", "-euo", "pipefail", "-c", text));
        assertThat(run.exitCode())
            .as("%s:%d%n%s%n%s", page.file(), command.line(), text, run.output())
            .isZero();
        assertThat(run.output())
            .as("%s:%d", page.file(), command.line())
            .doesNotContain("\"error\":{");
      }
    }
  }

  /// A reader has done the quickstart before, so the history is not empty.
  private static void askOnce(PackagedGateway gateway) throws Exception {
    gateway.chat(
        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a gateway?\"}]}");
    gateway.awaitHistory("q=&limit=1", found -> found.get("total").intValue() > 0);
  }
}
