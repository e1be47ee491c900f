package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.GatewayTest;
import dev.gatehouse.testkit.RecordCapture;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import org.junit.jupiter.api.Test;

/// A real gateway and a scripted model, in this process.
@GatewayTest(
    plugins = {OpenAiPlugin.class, ${className}Plugin.class},
    config = """
        providers:
          scripted: { type: openai, base-url: "${UPSTREAM}" }
        models:
          chat: { targets: [ { provider: scripted, model: m } ] }
        filters:
          - ${artifactId}: { text: hi }
        """)
class ${className}Test {
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @Test
  void signsWholeAnswers(GatewayClient client, ScriptedUpstream model) throws Exception {
    model.on("/chat/completions", Reply.json("{\"choices\":[]}"));

    var answer = client.post("/v1/chat/completions", QUESTION);

    assertEquals("hi", answer.headers().value("x-${artifactId}"));
  }

  @Test
  void countsTheTextOfStreams(GatewayClient client, ScriptedUpstream model, RecordCapture records)
      throws Exception {
    model.on(
        "/chat/completions",
        Reply.sse("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Because\"}}]}", "[DONE]"));

    String streamed = QUESTION.replace("{\"model\"", "{\"stream\":true,\"model\"");
    try (EventStream answer = client.stream("/v1/chat/completions", streamed)) {
      answer.rest();

      assertEquals(
          "7", records.await(answer.requestId()).tags().get("${artifactId}.characters"));
    }
  }
}
