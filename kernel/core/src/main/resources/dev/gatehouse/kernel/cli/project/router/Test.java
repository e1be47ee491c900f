package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.plugins.simulated.SimulatedPlugin;
import dev.gatehouse.testkit.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real gateway with simulated models, in this process.
class {{Name}}RouterTest {
  @RegisterExtension
  static final TestGateway GATEWAY =
      TestGateway.of(
          """
          providers:
            local: { type: simulated }
          models:
            chat:
              router: {{name}}
              targets:
                - { provider: local, model: large, weight: 90 }
                - { provider: local, model: small, weight: 10 }
          """,
          new OpenAiPlugin(),
          new SimulatedPlugin(),
          new {{Name}}Plugin());

  @Test
  void asksTheSmallestFirst() throws Exception {
    var answer =
        GATEWAY
            .client()
            .post(
                "/v1/chat/completions",
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}");

    assertEquals(200, answer.status(), answer.text());
    assertEquals("small", GATEWAY.record(answer.requestId()).decision().model());
  }
}
