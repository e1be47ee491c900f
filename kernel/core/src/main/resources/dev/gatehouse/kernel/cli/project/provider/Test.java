package {{package}};

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real gateway in this process.
class {{Name}}ProviderTest {
  private static final String QUESTION =
      "{\"model\":\"chat\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @RegisterExtension
  static final TestGateway GATEWAY =
      TestGateway.of(
          """
          providers:
            mine: { type: {{name}}, sentence: Tested. }
          models:
            chat: { targets: [ { provider: mine, model: m } ] }
          """,
          new OpenAiPlugin(),
          new {{Name}}Plugin());

  @Test
  void answersWhole() throws Exception {
    var answer = GATEWAY.client().post("/v1/chat/completions", QUESTION.formatted(""));

    assertTrue(answer.text().contains("Tested."), answer.text());
  }

  @Test
  void answersInAStream() throws Exception {
    try (EventStream answer =
        GATEWAY.client().stream("/v1/chat/completions", QUESTION.formatted("\"stream\":true,"))) {
      answer.rest();
      String text = new String(answer.received(), StandardCharsets.UTF_8);

      assertTrue(text.contains("Tested.") && text.endsWith("data: [DONE]\n\n"), text);
    }
  }
}
