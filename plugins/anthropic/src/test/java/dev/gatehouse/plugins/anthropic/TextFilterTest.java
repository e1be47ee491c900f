package dev.gatehouse.plugins.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.filter.TextEdit;
import dev.gatehouse.sdk.filter.TextFilter;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A filter that edits text does so for clients of each protocol, and puts what it held back where
/// the protocol wants text.
class TextFilterTest {
  private static final Pattern NAME = Pattern.compile("Alice");
  private static final String ASK =
      "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final TestGateway gateway =
      TestGateway.of(
              """
              providers:
                claude: { type: anthropic, base-url: "%1$s/claude", api-key: key-of-claude }
                gpt: { type: openai, base-url: "%1$s/gpt" }
              models:
                claude: { targets: [ { provider: claude, model: c } ] }
                gpt: { targets: [ { provider: gpt, model: g } ] }
              filters: [ names ]
              """
                  .formatted(upstream.url()),
              new OpenAiPlugin(),
              new AnthropicPlugin(),
              new Names())
          .start();

  private record None() {}

  private static final class Names implements GatewayPlugin {
    @Override
    public void register(PluginRegistry registry) {
      registry.add(Filter.POINT, "names", None.class, (config, context) -> new Hiding());
    }
  }

  private static final class Hiding extends TextFilter {
    @Override
    protected TextEdit edit(Exchange exchange) {
      return TextEdit.replacing(NAME, 5, name -> "[name]");
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    upstream.close();
  }

  private List<StreamEvent> stream(String path, String model) throws Exception {
    try (EventStream answer = gateway.client().stream(path, ASK.formatted(model, true))) {
      assertThat(answer.status()).isEqualTo(200);
      return answer.rest();
    }
  }

  private static String block(int index, String... texts) {
    StringBuilder events = new StringBuilder();
    events.append(
        event(
            "content_block_start",
            "\"index\":" + index + ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
    for (String text : texts) {
      events.append(
          text.equals("ping")
              ? event("ping", "\"x\":1")
              : event(
                  "content_block_delta",
                  "\"index\":"
                      + index
                      + ",\"delta\":{\"type\":\"text_delta\",\"text\":\""
                      + text
                      + "\"}"));
    }
    return events + event("content_block_stop", "\"index\":" + index);
  }

  private static String event(String type, String more) {
    return "event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, more);
  }

  private static Reply claude(String... blocks) {
    return Reply.bytes(
        "text/event-stream",
        (event(
                    "message_start",
                    "\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}")
                + String.join("", blocks)
                + event(
                    "message_delta",
                    "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}")
                + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
            .getBytes(UTF_8));
  }

  @Test
  void releasesWhatItHeldBeforeTheBlockEnds() throws Exception {
    upstream.next(claude(block(0, "I am Al", "ping", "ice, not Al"), block(1, "ice. Bob is Alic")));

    List<String> seen =
        stream("/v1/messages", "claude").stream()
            .map(event ->
                event.name()
                    + " "
                    + event.json().at("/index").asString("")
                    + " "
                    + event.json().at("/delta/text").asString(""))
            .map(String::strip)
            .toList();

    assertThat(seen)
        .containsExactly(
            "message_start",
            "content_block_start 0",
            "content_block_delta 0 I am",
            "content_block_delta 0 [name], not",
            "ping",
            "content_block_delta 0 Al",
            "content_block_stop 0",
            "content_block_start 1",
            "content_block_delta 1 ice. Bob is",
            "content_block_delta 1 Alic",
            "content_block_stop 1",
            "message_delta",
            "message_stop");
  }

  @Test
  void releasesWhatItHeldBeforeTheReasonToFinish() throws Exception {
    upstream.next(
        Reply.sse(
            chunk(0, "Al", null),
            chunk(1, "Not Al", null),
            chunk(0, "ice Al", null),
            chunk(1, "ice", "stop"),
            chunk(0, null, "stop"),
            "[DONE]"));

    List<String> seen =
        stream("/v1/chat/completions", "gpt").stream()
            .filter(event -> !event.ends() && event.data()[0] == '{')
            .map(event -> event.json().at("/choices/0"))
            .map(choice ->
                choice.path("index").asInt()
                    + " "
                    + choice.at("/delta/content").asString("")
                    + " "
                    + choice.path("finish_reason").asString(""))
            .map(String::strip)
            .toList();

    assertThat(seen).containsExactly("1 Not", "0 [name]", "1 [name] stop", "0 Al", "0  stop");
  }

  private static String chunk(int index, String text, String finish) {
    return "{\"choices\":[{\"index\":%d,\"delta\":{%s},\"finish_reason\":%s}]}"
        .formatted(
            index,
            text == null ? "" : "\"content\":\"" + text + "\"",
            finish == null ? "null" : "\"" + finish + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, claude, /content/0/text",
    "/v1/messages, gpt, /content/0/text",
    "/v1/chat/completions, gpt, /choices/0/message/content",
    "/v1/chat/completions, claude, /choices/0/message/content"
  })
  void editsWholeAnswersOfEachPairing(String path, String model, String pointer) throws Exception {
    upstream.next(whole(model, "I am Alice."));

    var answer = gateway.client().post(path, ASK.formatted(model, false));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = Json.parse(answer.body());
    assertThat(body.at(pointer).stringValue()).isEqualTo("I am [name].");
  }

  private static Reply whole(String model, String text) {
    return Reply.json(
        model.equals("gpt")
            ? "{ \"model\":\"g\", \"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + text
                + "\"},\"logprobs\":{\"content\":[{\"token\":\"Alice\"}]},\"finish_reason\":\"stop\"}]}"
            : "{ \"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[{\"type\":\"text\",\"text\":\""
                + text
                + "\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
  }

  @ParameterizedTest
  @CsvSource({"/v1/messages, claude", "/v1/chat/completions, gpt"})
  void leavesTheBytesOfWhatItDoesNotChange(String path, String model) throws Exception {
    Reply reply = whole(model, "I am Bob.");
    upstream.next(reply);

    assertThat(gateway.client().post(path, ASK.formatted(model, false)).body())
        .isEqualTo(reply.body());
  }

  @Test
  void takesAwayTheProbabilitiesOfTextThatChanged() throws Exception {
    upstream.next(whole("gpt", "I am Alice."));

    JsonNode body =
        Json.parse(
            gateway.client().post("/v1/chat/completions", ASK.formatted("gpt", false)).body());

    assertThat(body.at("/choices/0/logprobs").isNull()).isTrue();
  }
}
