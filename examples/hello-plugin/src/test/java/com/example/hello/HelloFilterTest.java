package com.example.hello;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import org.junit.jupiter.api.Test;

/// A real gateway and a scripted model, in this process.
class HelloFilterTest {
  private static final String STREAMED =
      "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";

  @Test
  void tellsTheModelHowToGreet() throws Exception {
    try (ScriptedUpstream model = ScriptedUpstream.start()) {
      model.on("/chat/completions", Reply.json("{\"choices\":[]}"));
      try (TestGateway gateway = gateway(model, "de").start()) {
        var answer = gateway.client().post("/v1/chat/completions", QUESTION);

        assertEquals("de; snakeyaml-engine=2.9", answer.headers().value("x-hello"));
        assertTrue(model.requests().getFirst().text().contains("Guten Tag"));
      }
    }
  }

  @Test
  void passesAStreamOnAsItIsAndCountsItsCharacters() throws Exception {
    Reply streamed =
        Reply.sse(
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Guten Tag\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\", Himmel\"}}]}",
            "[DONE]");
    try (ScriptedUpstream model = ScriptedUpstream.start()) {
      model.on("/chat/completions", streamed);
      try (TestGateway gateway = gateway(model, "de").start();
          EventStream answer = gateway.client().stream("/v1/chat/completions", STREAMED)) {
        answer.rest();

        assertArrayEquals(streamed.body(), answer.received());
        assertEquals(
            "17", gateway.record(answer.requestId()).tags().get("hello.characters"));
      }
    }
  }

  private static TestGateway gateway(ScriptedUpstream model, String language) {
    return TestGateway.of(
        """
        providers:
          scripted: { type: openai, base-url: "%s", api-key: none }
        models:
          chat: { targets: [ { provider: scripted, model: m } ] }
        filters:
          - hello: { language: %s }
        """
            .formatted(model.url(), language),
        new OpenAiPlugin(),
        new HelloPlugin());
  }
}
