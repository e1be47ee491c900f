package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.GatewayTest;
import dev.gatehouse.testkit.RecordCapture;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import org.junit.jupiter.api.Test;

/// A real gateway and two scripted models, in this process.
@GatewayTest(
    plugins = {OpenAiPlugin.class, ${className}Plugin.class},
    config = """
        providers:
          first: { type: openai, base-url: "${UPSTREAM}/first" }
          second: { type: openai, base-url: "${UPSTREAM}/second" }
        models:
          chat:
            router: ${artifactId}
            targets: [ { provider: first, model: m }, { provider: second, model: m } ]
        """)
class ${className}Test {
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @Test
  void triesTheProviderThatTheCallerPrefers(GatewayClient client, ScriptedUpstream models)
      throws Exception {
    models.on("/first/chat/completions", Reply.json("{\"choices\":[]}"));
    models.on("/second/chat/completions", Reply.json("{\"choices\":[]}"));

    client.post("/v1/chat/completions", QUESTION, "x-provider", "second");
    client.post("/v1/chat/completions", QUESTION);

    assertEquals("/second/chat/completions", models.take().path());
    assertEquals("/first/chat/completions", models.take().path());
  }

  @Test
  void saysWhy(GatewayClient client, ScriptedUpstream models, RecordCapture records)
      throws Exception {
    models.on("/second/chat/completions", Reply.json("{\"choices\":[]}"));

    var answer = client.post("/v1/chat/completions", QUESTION, "x-provider", "second");

    assertEquals("second", records.await(answer.requestId()).decision().provider());
  }
}
