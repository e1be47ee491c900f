package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlock;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The official Anthropic client for Java, unmodified, against the packaged gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class AnthropicClientIT {
  private static final String KEY = "sk-test-anthropic-client";

  private static final Reply STREAMED_TOOL_CALL =
      Reply.sse(
          "{\"model\":\"gpt-up\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Looking. \"}}]}",
          "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"\"}}]}}]}",
          "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"town\\\":\"}}]}}]}",
          "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Ulm\\\"}\"}}]}}]}",
          "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
          "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}",
          "[DONE]");
  private static final Reply THINKING =
      Reply.bytes(
          "text/event-stream",
          (event(
                      "message_start",
                      "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}")
                  + event(
                      "content_block_start",
                      "\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
                  + event(
                      "content_block_delta",
                      "\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm, lanterns.\"}")
                  + event(
                      "content_block_delta",
                      "\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"c2lnbmVk\"}")
                  + event("content_block_stop", "\"index\":0")
                  + event(
                      "content_block_start",
                      "\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
                  + event(
                      "content_block_delta",
                      "\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"They glow.\"}")
                  + event("content_block_stop", "\"index\":1")
                  + event(
                      "message_delta",
                      "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}")
                  + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
              .getBytes(UTF_8));

  private static final Reply STREAMED_TOOL_USE =
      Reply.bytes(
          "text/event-stream",
          (event(
                      "message_start",
                      "\"message\":{\"id\":\"msg_2\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}")
                  + event(
                      "content_block_start",
                      "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"get_weather\",\"input\":{}}")
                  + event(
                      "content_block_delta",
                      "\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"town\\\":\"}")
                  + event(
                      "content_block_delta",
                      "\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"Ulm\\\"}\"}")
                  + event("content_block_stop", "\"index\":0")
                  + event(
                      "message_delta",
                      "\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":3}")
                  + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
              .getBytes(UTF_8));

  private static String event(String type, String more) {
    return "event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, more);
  }

  @TempDir static Path folder;
  private ScriptedUpstream upstream;
  private PackagedGateway gateway;
  private AnthropicClient client;

  @BeforeAll
  void start() throws IOException {
    upstream = ScriptedUpstream.start();
    upstream.on(
        "/limited/messages",
        Reply.json(
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\"}}")
            .status(429)
            .header("retry-after", "7"));
    upstream.on(
        "/openai/chat/completions",
        Reply.json(
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-up\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"from afar\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}"));
    upstream.on("/tools/chat/completions", STREAMED_TOOL_CALL);
    upstream.on("/thinking/messages", THINKING);
    upstream.on("/uses/messages", STREAMED_TOOL_USE);
    upstream.on(
        "/claude/messages",
        Reply.json(
            "{\"id\":\"msg_3\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[{\"type\":\"text\",\"text\":\"a lantern\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}"));
    gateway =
        PackagedGateway.start(
            folder,
            """
            providers:
              limited: { type: anthropic, base-url: "%1$s/limited", api-key: up }
              openai: { type: openai, base-url: "%1$s/openai", api-key: up }
              tools: { type: openai, base-url: "%1$s/tools", api-key: up }
              thinking: { type: anthropic, base-url: "%1$s/thinking", api-key: up }
              uses: { type: anthropic, base-url: "%1$s/uses", api-key: up }
              claude: { type: anthropic, base-url: "%1$s/claude", api-key: up }
              simulated: { type: simulated }
            models:
              chat: { targets: [ { provider: simulated, model: fast } ] }
              limited: { targets: [ { provider: limited, model: claude } ] }
              gpt: { targets: [ { provider: openai, model: gpt } ] }
              tools: { targets: [ { provider: tools, model: gpt } ] }
              thinking: { targets: [ { provider: thinking, model: claude } ] }
              uses: { targets: [ { provider: uses, model: claude } ] }
              claude: { targets: [ { provider: claude, model: claude } ] }
            consumers:
              tester: { keys: [ "sha256:%2$s" ] }
            filters:
              - api-key: {}
            """
                .formatted(upstream.url(), sha256(KEY)));
    client = client(KEY);
  }

  @AfterAll
  void stop() {
    if (client != null) {
      client.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    upstream.close();
  }

  private AnthropicClient client(String key) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(gateway.url())
        .apiKey(key)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static MessageCreateParams.Builder ask(String model, String text) {
    return MessageCreateParams.builder().model(model).maxTokens(200).addUserMessage(text);
  }

  private static String text(Message message) {
    return message.content().stream()
        .flatMap(block -> block.text().stream())
        .map(block -> block.text())
        .collect(Collectors.joining());
  }

  @Test
  void answersAMessage() {
    Message answer = client.messages().create(ask("chat", "Tell me of lanterns.").build());

    assertThat(text(answer)).containsIgnoringCase("lanterns");
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    assertThat(answer.usage().outputTokens()).isPositive();
  }

  @Test
  void streams() {
    StringBuilder text = new StringBuilder();
    long[] stops = new long[1];
    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(ask("chat", "Stream me of lanterns.").build())) {
      stream.stream()
          .forEach(event -> {
            event
                .contentBlockDelta()
                .flatMap(delta -> delta.delta().text())
                .ifPresent(delta -> text.append(delta.text()));
            stops[0] += event.messageStop().isPresent() ? 1 : 0;
          });
    }
    assertThat(text).containsIgnoringCase("lanterns");
    assertThat(stops[0]).isEqualTo(1);
  }

  @Test
  void callsATool() {
    Tool tool =
        Tool.builder()
            .name("get_weather")
            .inputSchema(
                Tool.InputSchema.builder()
                    .addRequired("town")
                    .properties(
                        Tool.InputSchema.Properties.builder()
                            .putAdditionalProperty("town", JsonValue.from(Map.of("type", "string")))
                            .build())
                    .build())
            .build();

    Message answer =
        client
            .messages()
            .create(ask("chat", "Please use get_weather for Ulm.").addTool(tool).build());

    assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
    ToolUseBlock call = toolUse(answer);
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call._input().toString()).contains("town");
  }

  private Message streamed(MessageCreateParams asked) {
    MessageAccumulator whole = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(asked)) {
      stream.stream().forEach(whole::accumulate);
    }
    return whole.message();
  }

  private static ToolUseBlock toolUse(Message answer) {
    return answer.content().stream()
        .flatMap(block -> block.toolUse().stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void streamsAToolCallOfAProviderOfAnotherProtocol() {
    Message answer = streamed(ask("tools", "Weather in Ulm?").build());

    assertThat(text(answer)).isEqualTo("Looking. ");
    ToolUseBlock call = toolUse(answer);
    assertThat(call.id()).isEqualTo("call_1");
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call._input()).hasToString("{town=Ulm}");
    assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
    assertThat(answer.usage().outputTokens()).isEqualTo(3);
  }

  @Test
  void streamsAToolCallOfAProviderOfItsOwnProtocol() {
    Message answer = streamed(ask("uses", "Weather in Ulm?").build());

    ToolUseBlock call = toolUse(answer);
    assertThat(call.id()).isEqualTo("toolu_1");
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call._input()).hasToString("{town=Ulm}");
    assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
    assertThat(answer.usage().outputTokens()).isEqualTo(3);
  }

  @Test
  void streamsThinkingWithItsSignature() {
    Message answer = streamed(ask("thinking", "Tell me of lanterns.").build());

    ThinkingBlock thinking = answer.content().getFirst().asThinking();
    assertThat(thinking.thinking()).isEqualTo("Hm, lanterns.");
    assertThat(thinking.signature()).isEqualTo("c2lnbmVk");
    assertThat(text(answer)).isEqualTo("They glow.");
  }

  private Message showPicture(String model) {
    ContentBlockParam picture =
        ContentBlockParam.ofImage(
            ImageBlockParam.builder()
                .source(
                    Base64ImageSource.builder()
                        .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                        .data("iVBORw0KGgo=")
                        .build())
                .build());
    ContentBlockParam question =
        ContentBlockParam.ofText(TextBlockParam.builder().text("What is this?").build());
    return client
        .messages()
        .create(
            MessageCreateParams.builder()
                .model(model)
                .maxTokens(200)
                .addUserMessageOfContentBlockParams(List.of(picture, question))
                .build());
  }

  @Test
  void showsAPictureToAProviderOfAnotherProtocol() {
    assertThat(text(showPicture("gpt"))).isEqualTo("from afar");
    assertThat(upstream.requests())
        .anySatisfy(request ->
            assertThat(new String(request.body(), UTF_8))
                .contains("data:image/png;base64,iVBORw0KGgo=", "What is this?"));
  }

  @Test
  void showsAPictureToAProviderOfItsOwnProtocol() {
    assertThat(text(showPicture("claude"))).isEqualTo("a lantern");
    assertThat(upstream.requests())
        .anySatisfy(request ->
            assertThat(new String(request.body(), UTF_8))
                .contains("\"media_type\":\"image/png\"", "\"iVBORw0KGgo=\"", "What is this?")
                .doesNotContain("data:image"));
  }

  @Test
  void countsTokens() {
    assertThat(
            client
                .messages()
                .countTokens(
                    MessageCountTokensParams.builder()
                        .model("chat")
                        .addUserMessage("How many words is this?")
                        .build())
                .inputTokens())
        .isPositive();
  }

  @Test
  void listsModels() {
    assertThat(client.models().list().data())
        .extracting(model -> model.id())
        .containsExactlyInAnyOrder("chat", "limited", "gpt", "tools", "thinking", "uses", "claude");
  }

  @Test
  void reachesAProviderOfAnotherProtocol() {
    Message answer = client.messages().create(ask("gpt", "hi").build());

    assertThat(text(answer)).isEqualTo("from afar");
    assertThat(answer.stopReason()).contains(StopReason.MAX_TOKENS);
    assertThat(answer.usage().inputTokens()).isEqualTo(7);
  }

  @Test
  void seesErrorsAsItsOwnExceptions() {
    AnthropicClient stranger = client("sk-other");
    UnauthorizedException refused =
        catchThrowableOfType(
            UnauthorizedException.class,
            () -> stranger.messages().create(ask("chat", "hi").build()));
    stranger.close();
    assertThat(refused.getMessage()).doesNotContain("sk-other");
    assertThat(
            catchThrowableOfType(
                NotFoundException.class, () -> client.messages().create(ask("nope", "hi").build())))
        .isNotNull();
    RateLimitException limited =
        catchThrowableOfType(
            RateLimitException.class, () -> client.messages().create(ask("limited", "hi").build()));
    assertThat(limited.headers().values("retry-after")).containsExactly("7");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
