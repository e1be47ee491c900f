package com.example.hello;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.GatewayTest;
import dev.gatehouse.testkit.RecordCapture;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import org.junit.jupiter.api.Test;

/// A real gateway and a scripted model, in this process. The plugin is loaded from a file as in
/// production, so its own version of the library is the one that is found.
@GatewayTest(
    plugins = {OpenAiPlugin.class, HelloPlugin.class},
    isolated = true,
    config = """
        providers:
          scripted: { type: openai, base-url: "${UPSTREAM}" }
        models:
          chat: { targets: [ { provider: scripted, model: m } ] }
        filters:
          - hello: { language: de }
        """)
class HelloFilterTest {
  private static final String STREAMED =
      "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";

  @Test
  void tellsTheModelHowToGreet(GatewayClient client, ScriptedUpstream model) throws Exception {
    model.on("/chat/completions", Reply.json("{\"choices\":[]}"));

    var answer = client.post("/v1/chat/completions", QUESTION);

    assertEquals("de; snakeyaml-engine=2.9", answer.headers().value("x-hello"));
    assertTrue(model.take().text().contains("Guten Tag"));
  }

  @Test
  void passesAStreamOnAsItIsAndCountsItsCharacters(
      GatewayClient client, ScriptedUpstream model, RecordCapture records) throws Exception {
    Reply streamed =
        Reply.sse(
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Guten Tag\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\", Himmel\"}}]}",
            "[DONE]");
    model.on("/chat/completions", streamed);

    try (EventStream answer = client.stream("/v1/chat/completions", STREAMED)) {
      answer.rest();

      assertArrayEquals(streamed.body(), answer.received());
      assertEquals("17", records.await(answer.requestId()).tags().get("hello.characters"));
    }
  }
}
