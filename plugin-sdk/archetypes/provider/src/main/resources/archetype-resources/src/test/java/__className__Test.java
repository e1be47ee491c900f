package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.GatewayTest;
import org.junit.jupiter.api.Test;

/// A real gateway in this process.
@GatewayTest(
    plugins = {OpenAiPlugin.class, ${className}Plugin.class},
    config = """
        providers:
          mine: { type: ${artifactId}, prefix: "Echo: " }
        models:
          chat: { targets: [ { provider: mine, model: echo } ] }
        """)
class ${className}Test {
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @Test
  void answersAsAWhole(GatewayClient client) throws Exception {
    var answer = client.post("/v1/chat/completions", QUESTION);

    assertEquals(
        "Echo: Why?",
        answer.json().at("/choices/0/message/content").asString());
    assertEquals(1, answer.json().at("/usage/prompt_tokens").intValue());
  }

  @Test
  void answersAsAStream(GatewayClient client) throws Exception {
    String streamed = QUESTION.replace("{\"model\"", "{\"stream\":true,\"model\"");
    try (EventStream answer = client.stream("/v1/chat/completions", streamed)) {
      StringBuilder text = new StringBuilder();
      answer.rest().stream()
          .filter(event -> new String(event.data()).startsWith("{"))
          .forEach(event -> text.append(event.json().at("/choices/0/delta/content").asString("")));

      assertEquals("Echo: Why?", text.toString());
    }
  }
}
