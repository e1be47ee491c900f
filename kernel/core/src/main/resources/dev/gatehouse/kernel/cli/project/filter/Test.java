package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.plugins.simulated.SimulatedPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real gateway with simulated models, in this process.
class {{Name}}FilterTest {
  private static final String QUESTION =
      "{\"model\":\"chat\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @RegisterExtension
  static final TestGateway GATEWAY =
      TestGateway.of(
          """
          providers:
            local: { type: simulated }
          models:
            chat: { targets: [ { provider: local, model: m } ] }
          filters:
            - {{name}}: { signature: tested }
          """,
          new OpenAiPlugin(),
          new SimulatedPlugin(),
          new {{Name}}Plugin());

  @Test
  void signsWholeAnswers() throws Exception {
    var answer = GATEWAY.client().post("/v1/chat/completions", QUESTION.formatted(""));

    assertEquals("tested", answer.headers().value("x-{{name}}"));
  }

  @Test
  void signsStreams() throws Exception {
    try (EventStream answer =
        GATEWAY.client().stream("/v1/chat/completions", QUESTION.formatted("\"stream\":true,"))) {
      assertEquals("tested", answer.headers().value("x-{{name}}"));
    }
  }
}
