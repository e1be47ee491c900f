package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The official OpenAI clients for Java and Node, unmodified, against the packaged gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class RealClientsIT {
  private static final String KEY = "sk-test-real-clients";
  // SHA-256 of the key above.
  private static final String KEY_HASH = sha256(KEY);

  @TempDir static Path folder;
  private ScriptedUpstream upstream;
  private PackagedGateway gateway;
  private OpenAIClient client;

  @BeforeAll
  void start() throws IOException {
    upstream = ScriptedUpstream.start();
    upstream.on(
        "/limited/chat/completions",
        Reply.json(
                "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}")
            .status(429)
            .header("retry-after", "7"));
    upstream.on(
        "/broken/chat/completions",
        Reply.json(
                "{\"error\":{\"message\":\"oops\",\"type\":\"server_error\",\"param\":null,\"code\":null}}")
            .status(500));
    upstream.on(
        "/cut/chat/completions",
        Reply.sse(chunk("one"), chunk("two"), chunk("three")).cutAfter(chunk("one").length() + 40));
    String[] many = new String[2_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = chunk("word" + i + " ");
    }
    upstream.on("/endless/chat/completions", Reply.sse(many).pause(Duration.ofMillis(20)));
    upstream.on(
        "/files/files",
        Reply.json(
            "{\"id\":\"file-1\",\"object\":\"file\",\"bytes\":11,\"created_at\":1,\"filename\":\"notes.txt\",\"purpose\":\"assistants\",\"status\":\"processed\"}"));
    gateway = PackagedGateway.start(folder, configuration());
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.url() + "/v1")
            .apiKey(KEY)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(20))
            .build();
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

  private String configuration() {
    StringBuilder yaml =
        new StringBuilder(
            """
            providers:
              files: { type: openai, base-url: "%1$s/files", api-key: up }
              simulated: { type: simulated }
            """
                .formatted(upstream.url()));
    for (String name : List.of("limited", "broken", "cut", "endless")) {
      yaml.append(
          "  %s: { type: openai, base-url: \"%s/%s\", api-key: up }\n"
              .formatted(name, upstream.url(), name));
    }
    yaml.append("models:\n");
    yaml.append("  chat: { targets: [ { provider: simulated, model: fast } ] }\n");
    yaml.append("  embed: { targets: [ { provider: simulated, model: embed } ] }\n");
    for (String name : List.of("limited", "broken", "cut", "endless")) {
      yaml.append("  %1$s: { targets: [ { provider: %1$s, model: %1$s } ] }\n".formatted(name));
    }
    yaml.append("consumers:\n  tester: { keys: [ \"sha256:%s\" ] }\n".formatted(KEY_HASH));
    yaml.append("filters:\n  - api-key: {}\n");
    return yaml.toString();
  }

  private static String chunk(String text) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}"
        .formatted(text);
  }

  private static ChatCompletionCreateParams.Builder ask(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
  }

  @Test
  void javaClientChats() {
    ChatCompletion answer =
        client.chat().completions().create(ask("chat", "Tell me of lanterns.").build());

    assertThat(answer.choices().getFirst().message().content().orElseThrow())
        .containsIgnoringCase("lanterns");
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
  }

  @Test
  void javaClientStreams() {
    List<String> texts = new ArrayList<>();
    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(ask("chat", "Stream me of lanterns.").build())) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(texts::add);
    }
    assertThat(texts.size()).isGreaterThan(2);
    assertThat(String.join("", texts)).containsIgnoringCase("lanterns");
  }

  @Test
  void javaClientEmbedsAndListsModels() {
    CreateEmbeddingResponse vectors =
        client
            .embeddings()
            .create(EmbeddingCreateParams.builder().model("embed").input("one").build());

    assertThat(vectors.data().getFirst().embedding()).hasSizeGreaterThan(8);
    assertThat(client.models().list().data())
        .extracting(model -> model.id())
        .contains("chat", "embed");
  }

  @Test
  void javaClientSeesErrorsAsItsOwnExceptions() {
    OpenAIClient stranger =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.url() + "/v1")
            .apiKey("sk-other")
            .maxRetries(0)
            .build();
    assertThatFails(
        () -> stranger.chat().completions().create(ask("chat", "hi").build()),
        UnauthorizedException.class);
    stranger.close();
    assertThatFails(
        () -> client.chat().completions().create(ask("nope", "hi").build()),
        NotFoundException.class);
    assertThatFails(
        () -> client.chat().completions().create(ask("broken", "hi").build()),
        InternalServerException.class);
    RateLimitException limited =
        assertThatFails(
            () -> client.chat().completions().create(ask("limited", "hi").build()),
            RateLimitException.class);
    assertThat(limited.headers().values("retry-after")).containsExactly("7");
  }

  @Test
  void javaClientThatStopsReadingStopsTheUpstream() throws Exception {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask("endless", "java leaves").build())) {
      assertThat(stream.stream().limit(3).count()).isEqualTo(3);
    }
    ReceivedRequest request = received("java leaves");
    assertThat(request.awaitAbort(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void nodeClientWorksUnmodified() throws Exception {
    Path script = Path.of("src/test/node").toAbsolutePath();
    assumeTrue(onPath("node") && onPath("npm"), "Node is not installed, so its client is left out");
    Shell.Result install =
        Shell.run(
            script,
            Map.of("PATH", System.getenv("PATH"), "HOME", System.getProperty("user.home")),
            List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    assertThat(install.exitCode()).as(install.output()).isZero();
    Shell.Result run =
        Shell.run(
            script,
            Map.of("PATH", System.getenv("PATH")),
            List.of("node", "client.mjs", gateway.url() + "/v1", KEY));
    assertThat(run.exitCode()).as(run.output()).isZero();

    Map<String, JsonNode> results = new LinkedHashMap<>();
    JsonMapper json = new JsonMapper();
    run.output()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(json::readTree)
        .forEach(line -> results.put(line.get("check").stringValue(), line));
    assertThat(results).hasSize(14);
    assertThat(results.values())
        .allSatisfy(
            result -> assertThat(result.get("ok").booleanValue()).as(result.toString()).isTrue());

    assertThat(results.get("chat").get("text").stringValue()).containsIgnoringCase("lighthouses");
    assertThat(results.get("chat").get("finish").stringValue()).isEqualTo("stop");
    assertThat(results.get("chat").get("usage").get("total_tokens").intValue()).isPositive();
    assertThat(results.get("chat").get("requestId").stringValue()).isNotBlank();
    assertThat(results.get("stream").get("text").stringValue()).containsIgnoringCase("lighthouses");
    assertThat(results.get("stream").get("chunks").intValue()).isGreaterThan(2);
    assertThat(results.get("stream").get("usage").get("completion_tokens").intValue()).isPositive();
    assertThat(results.get("stream").get("finish").stringValue()).isEqualTo("stop");
    assertThat(results.get("streamWithoutUsage").get("withUsage").intValue()).isZero();
    assertThat(results.get("streamWithoutUsage").get("empty").intValue()).isZero();
    assertThat(results.get("tools").get("name").stringValue()).isEqualTo("get_weather");
    assertThat(results.get("tools").get("arguments").has("town")).isTrue();
    assertThat(results.get("tools").get("finish").stringValue()).isEqualTo("tool_calls");
    assertThat(results.get("tools").get("second").stringValue()).isNotBlank();
    assertThat(results.get("vision").get("text").stringValue()).containsIgnoringCase("harbour");
    assertThat(results.get("embeddings").get("count").intValue()).isEqualTo(2);
    assertThat(results.get("embeddings").get("dimensions").intValue()).isGreaterThan(8);
    assertThat(results.get("models").get("names").toString()).contains("chat").contains("embed");
    assertThat(results.get("models").get("one").stringValue()).isEqualTo("chat");
    assertThat(results.get("wrongKey").get("status").intValue()).isEqualTo(401);
    assertThat(results.get("wrongKey").get("thrown").stringValue())
        .isEqualTo("AuthenticationError");
    assertThat(results.get("wrongKey").get("message").stringValue())
        .doesNotContain("sk-not-a-key-of-ours");
    assertThat(results.get("unknownModel").get("status").intValue()).isEqualTo(404);
    assertThat(results.get("unknownModel").get("code").stringValue()).isEqualTo("model_not_found");
    assertThat(results.get("rateLimited").get("status").intValue()).isEqualTo(429);
    assertThat(results.get("rateLimited").get("retryAfter").stringValue()).isEqualTo("7");
    assertThat(results.get("serverError").get("status").intValue()).isEqualTo(500);
    assertThat(results.get("cutStream").get("thrown").isNull())
        .as("a cut stream must not look complete")
        .isFalse();
    assertThat(results.get("abort").get("chunks").intValue()).isGreaterThanOrEqualTo(3);
    assertThat(received("Go on and on.").awaitAbort(Duration.ofSeconds(1))).isTrue();
    assertThat(results.get("upload").get("id").stringValue()).isEqualTo("file-1");
  }

  /// The upstream's view of the request whose body holds the text.
  private ReceivedRequest received(String text) {
    return upstream.requests().stream()
        .filter(request -> request.text().contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the upstream never saw \"" + text + "\""));
  }

  private static <E extends Throwable> E assertThatFails(Runnable action, Class<E> type) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(type, action::run);
  }

  private static boolean onPath(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static String sha256(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
