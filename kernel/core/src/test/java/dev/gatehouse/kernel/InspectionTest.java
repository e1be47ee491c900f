package dev.gatehouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.plugin.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Judging a configuration without serving.
class InspectionTest {
  @TempDir Path folder;
  private Path bundled;

  @BeforeEach
  void makeFolders() throws Exception {
    bundled = Files.createDirectories(folder.resolve("lib/plugins"));
    Files.createDirectories(folder.resolve("plugins"));
    Files.createSymbolicLink(folder.resolve("link"), bundled);
  }

  private List<ConfigProblem> problems(String config, @Nullable Path option) {
    return Inspection.problems(
        new GatewayOptions(
            new ConfigSource.Text("gatehouse.yaml", config),
            folder,
            bundled,
            option,
            folder.resolve("data"),
            0,
            0,
            List.of(),
            Map.of(),
            false));
  }

  @Test
  void refusesTheFolderOfTheDistributionForPluginsOfOthers() {
    String same =
        """
        server: { port: 8080 }
        plugins:
          policy: allowlist
          folder: ./link
        """;

    assertThat(problems(same, null))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo("plugins.folder");
          assertThat(problem.at().line()).isEqualTo(4);
          assertThat(problem.message()).contains("name another folder");
        });
    assertThat(problems("{}", bundled)).singleElement();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trusted-networks: [ 10.0.0.0/40 ] | server.trusted-networks | "10.0.0.0/40" is no network
          proxy-protocol: true              | server.proxy-protocol   | it needs server.trusted-networks
          """)
  void tellsWhatIsWrongAboutWhatStandsInFront(String key, String path, String message) {
    assertThat(problems("server:\n  " + key + "\nplugins: { policy: allowlist }", null))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo(path);
          assertThat(problem.at().line()).isEqualTo(2);
          assertThat(problem.message()).contains(message);
        });
  }

  @Test
  void takesAFolderBesideTheDistributions() {
    assertThat(problems("plugins: { policy: allowlist }", null)).isEmpty();
  }
}
