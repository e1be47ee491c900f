package dev.gatehouse.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.PackedPlugin;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The witness runs on this kernel: as it is compiled now, and as it was compiled against the SDK
/// of the last release.
class WitnessTest {
  private static final String YAML =
      """
      providers:
        here: { type: witness }
      models:
        chat: { targets: [ { provider: here, model: echo } ], router: witness }
      filters:
        - witness: { text: me, time: 1s, secret: "${KEY}", texts: [ a, b ], by-name: { a: b } }
      """;
  private static final String QUESTION =
      "{\"model\":\"chat\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Are you there?\"}]}";

  static List<PackedPlugin> builds() throws IOException {
    PackedPlugin now = PackedPlugin.of(WitnessPlugin.class);
    Path before = Baseline.witness();
    return List.of(now, new PackedPlugin("witness", "0.0.1", now.entryPoint(), before, List.of()));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void runsOnThisKernel(PackedPlugin witness) throws Exception {
    try (TestGateway gateway =
        TestGateway.of(YAML, new OpenAiPlugin())
            .file(witness)
            .variable("KEY", "a-key-of-nobody")
            .start()) {
      Received whole =
          gateway.client().post("/v1/chat/completions", QUESTION.formatted(""), "x-name", "anna");
      assertThat(whole.status()).as(whole.text()).isEqualTo(200);
      assertThat(whole.text()).contains("Are you there?");
      assertThat(whole.headers().value("x-witness")).startsWith("whole ");
      assertThat(gateway.record(whole.requestId()).tags()).containsEntry("witness.model", "chat");

      try (EventStream streamed =
          gateway.client().stream("/v1/chat/completions", QUESTION.formatted("\"stream\":true,"))) {
        streamed.rest();
        assertThat(new String(streamed.received(), StandardCharsets.UTF_8))
            .contains("Are you there?")
            .endsWith("data: [DONE]\n\n");
        assertThat(gateway.record(streamed.requestId()).tags())
            .containsEntry("witness.events", "1");
      }
      assertThat(
              gateway
                  .client()
                  .post("/v1/chat/completions", QUESTION.formatted(""), "x-witness", "refuse")
                  .text())
          .contains("witness_refused");
      try (GatewayClient admin = new GatewayClient(gateway.adminUrl())) {
        Awaitility.await()
            .until(() -> admin.get("/admin/v1/witness").json().path("records").intValue() == 3);
      }
    }
  }
}
