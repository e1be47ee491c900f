package dev.gatehouse.kernel.plugin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.config.References;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustSettingsTest {
  private final ConfigProblems problems = new ConfigProblems();

  private @Nullable GatewayConfig load(String yaml) {
    return ConfigLoader.load(
        yaml, "gatehouse.yaml", new References(Map.of(), Path.of("")), problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                            | ANY
          server: { host: 127.0.0.1 }                                   | ANY
          server: { host: "::1" }                                       | ANY
          server: { host: 0.0.0.0 }                                     | ALLOWLIST
          plugins: { policy: allowlist }                                | ALLOWLIST
          plugins: { policy: signed, trust-store: signers.pem }         | SIGNED
          """)
  void everythingIsLetInOnlyWhereThisMachineAloneCanCall(String yaml, PluginPolicy policy) {
    GatewayConfig config = load(yaml);
    assertThat(config).as(problems.render()).isNotNull();

    assertThat(new TrustSettings.Defaults(false, Path.of(""), "").with(config).policy())
        .isEqualTo(policy);
  }

  @Test
  void everythingIsNeverLetInWhereOthersCanCall() {
    assertThat(load("server: { host: 0.0.0.0 }\nplugins: { policy: any }")).isNull();
    assertThat(problems.render())
        .contains("gatehouse.yaml:2:20 plugins.policy: any lets every file run")
        .contains("use allowlist or signed");
  }
}
