package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
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
          scripted: { type: openai, base-url: "${UPSTREAM}", api-key: key-of-the-gateway }
        models:
          chat: { targets: [ { provider: scripted, model: m } ] }
        filters:
          - ${artifactId}: { token: open-sesame, consumer: ali }
        """)
class ${className}Test {
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @Test
  void letsInWhoKnowsTheToken(
      GatewayClient client, ScriptedUpstream model, RecordCapture records) throws Exception {
    model.on("/chat/completions", Reply.json("{\"choices\":[]}"));

    var answer =
        client.post("/v1/chat/completions", QUESTION, "authorization", "Bearer open-sesame");

    assertEquals(200, answer.status());
    assertEquals("ali", records.await(answer.requestId()).caller().consumer());
    assertEquals("Bearer key-of-the-gateway", model.take().headers().value("authorization"));
  }

  @Test
  void refusesWhoDoesNot(GatewayClient client) throws Exception {
    assertEquals(
        401,
        client.post("/v1/chat/completions", QUESTION, "authorization", "Bearer sesame").status());
    assertEquals(401, client.post("/v1/chat/completions", QUESTION).status());
  }
}
