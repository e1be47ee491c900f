package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Begins a plugin of each kind with `gatehouse plugin new`, builds it with its test as a stranger
/// would, and lets the gateway judge it.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(600) // the first one fills the Maven repository
class NewPluginIT {
  private static final Path ROOT = PackagedGateway.HOME.resolve("../../../..").normalize();

  /// Empty at first; the tests fill it, one after the other.
  @TempDir static Path repository;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"filter", "router", "provider", "sink", "authenticator"})
  void theWrittenProjectBuildsAndCanBeUsed(String kind) {
    Path program = PackagedGateway.HOME.resolve("bin/gatehouse");
    assertThat(run(program + " plugin new my-" + kind + " --kind " + kind)).contains("Wrote a");

    // The same archetypes are built with all their tests elsewhere; one of them also from here.
    String goal = kind.equals("filter") ? " verify" : " package -DskipTests";
    run(ROOT.resolve("mvnw") + " -q -f my-" + kind + goal + " -Dmaven.repo.local=" + repository);

    assertThat(folder.resolve("my-" + kind + "/target/classes/META-INF/gatehouse/plugin.json"))
        .isRegularFile();
    assertThat(run(program + " plugin verify my-%s/target/my-%s-1.0.0.jar".formatted(kind, kind)))
        .contains("my-" + kind + " 1.0.0", "policy any lets it in");
  }

  private String run(String command) {
    // The caller's own settings say how this machine reaches Maven's registry.
    Map<String, String> environment = new HashMap<>(System.getenv());
    Shell.Result run =
        Shell.run(folder, environment, List.of("bash", "-euo", "pipefail", "-c", command));
    assertThat(run.exitCode()).as("%s%n%s", command, run.output()).isZero();
    return run.output();
  }
}
