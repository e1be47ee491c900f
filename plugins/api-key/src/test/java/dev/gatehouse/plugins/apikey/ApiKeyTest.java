package dev.gatehouse.plugins.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ConfigRefused;
import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The authenticator in a real gateway.
class ApiKeyTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @RegisterExtension
  final TestGateway gateway =
      TestGateway.of(
          """
          providers:
            up: { type: openai, base-url: "%s/v1", api-key: sk-upstream }
          models:
            m: { targets: [ { provider: up, model: m } ] }
          consumers:
            alice: { keys: [ "%s", "%s" ] }
            bob: { keys: [ "%s" ] }
          filters:
            - api-key: {}
          """
              .formatted(upstream.url(), hash("key-a"), hash("key-a-next"), hash("key-b")),
          new OpenAiPlugin(),
          new ApiKeyPlugin());

  private static String hash(String key) {
    try {
      return "sha256:"
          + HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "authorization, Bearer key-a, alice",
    "authorization, bearer key-a-next, alice",
    "x-api-key, key-b, bob",
    "api-key, key-b, bob"
  })
  void knowsAConsumerByEachOfItsKeys(String header, String value, String consumer)
      throws Exception {
    upstream.next(Reply.json("{}"));

    Received answer = gateway.client().post(CHAT, ASK, header, value);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(gateway.record(answer.requestId()).caller().consumer()).isEqualTo(consumer);
  }

  @Test
  void keepsTheClientsKeyFromTheUpstream() throws Exception {
    upstream.next(Reply.json("{}"));

    gateway.client().post(CHAT, ASK, "x-api-key", "key-a", "authorization", "Bearer key-a");

    ReceivedRequest sent = upstream.take();
    assertThat(new String(sent.head(), UTF_8)).doesNotContain("key-a");
    assertThat(sent.headers().all("authorization")).containsExactly("Bearer sk-upstream");
  }

  @ParameterizedTest
  @CsvSource({
    "authorization, Bearer canary-wrong",
    "authorization, Bearer",
    "authorization, Basic canary-wrong",
    "x-api-key, canary-wrong",
    "x-other, key-a"
  })
  void refusesAWrongOrMissingKeyWithoutRepeatingIt(String header, String value) throws Exception {
    Received answer = gateway.client().post(CHAT, ASK, header, value);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().value("www-authenticate")).startsWith("Bearer");
    assertThat(answer.json().at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(answer.text()).doesNotContain("canary");
    assertThat(upstream.requests()).isEmpty();
    ExchangeRecord record = gateway.record(answer.requestId());
    assertThat(record.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(record.caller().consumer()).isNull();
    assertThat(record.toString()).doesNotContain("canary");
  }

  @Test
  void repeatsNoKeyInLogsRecordsOrAnswers() throws Exception {
    upstream.next(Reply.json("{}"));
    LogCapture log = new LogCapture();
    // Kept in a variable, because the log holds its loggers weakly.
    Logger ours = Logger.getLogger("dev.gatehouse");
    ours.setLevel(Level.ALL);
    ours.addHandler(log);
    try {
      System.getLogger("dev.gatehouse.test").log(System.Logger.Level.TRACE, "listening");
      for (String key :
          List.of("key-a", "canary-wrong", "canary-\u00e4", "canary-" + "k".repeat(600))) {
        Received answer = gateway.client().post(CHAT, ASK, "x-api-key", key);
        ExchangeRecord record = gateway.record(answer.requestId());
        assertThat(answer.headers().names()).doesNotContain("x-api-key");
        assertThat(answer.text()).doesNotContain(key);
        assertThat(record.toString() + record.problem() + record.decision() + record.tags())
            .doesNotContain(key);
      }
    } finally {
      ours.setLevel(null);
      ours.removeHandler(log);
    }
    assertThat(log.lines())
        .anyMatch(line -> line.contains("listening"))
        .noneMatch(line -> line.contains("canary") || line.contains("key-a"));
  }

  @Test
  void knowsAKeyWhoseHashIsWrittenInCapitals() throws Exception {
    String shouted = hash("key-c").toUpperCase(Locale.ROOT).replace("SHA256", "sha256");
    upstream.next(Reply.json("{}"));
    try (TestGateway other = gateway("carol: { keys: [ \"%s\" ] }".formatted(shouted), "{}")) {
      Received answer = other.client().post(CHAT, ASK, "authorization", "Bearer key-c");

      assertThat(other.record(answer.requestId()).caller().consumer()).isEqualTo("carol");
    }
  }

  @Test
  void looksIntoTheConfiguredHeadersInPlaceOfTheUsualOnes() throws Exception {
    upstream.next(Reply.json("{}"));
    try (TestGateway other =
        gateway(
            "carol: { keys: [ \"%s\" ] }".formatted(hash("key-c")), "{ headers: [ X-Team ] }")) {
      assertThat(other.client().post(CHAT, ASK, "x-api-key", "key-c").status()).isEqualTo(401);
      assertThat(other.client().post(CHAT, ASK, "x-team", "key-c").status()).isEqualTo(200);
      assertThat(upstream.take().headers().contains("x-team")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          carol: { keys: [ canary-plain ] }        | make one with gatehouse hash-key
          carol: { keys: [ "sha256:canary" ] }     | make one with gatehouse hash-key
          carol: { keys: [ "HASH", "HASH" ] }      | each key belongs to one consumer
          """)
  void refusesWhatIsNoHashOfOneKeyWithoutRepeatingIt(String consumers, String message) {
    assertThatThrownBy(() -> gateway(consumers.replace("HASH", hash("key-c")), "{}").close())
        .isInstanceOfSatisfying(
            ConfigRefused.class,
            refused ->
                assertThat(refused.problems().toString())
                    .contains(message)
                    .doesNotContain("canary"));
  }

  private TestGateway gateway(String consumers, String config) {
    return TestGateway.of(
            """
            providers:
              up: { type: openai, base-url: "%s/v1" }
            models:
              m: { targets: [ { provider: up, model: m } ] }
            consumers:
              %s
            filters:
              - api-key: %s
            """
                .formatted(upstream.url(), consumers, config),
            new OpenAiPlugin(),
            new ApiKeyPlugin())
        .start();
  }

  @Test
  void refusesTwoDifferentKeys() throws Exception {
    Received answer =
        gateway.client().post(CHAT, ASK, "x-api-key", "key-a", "authorization", "Bearer key-b");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().at("/error/code").stringValue()).isEqualTo("invalid_api_key");
  }

  @Test
  void refusesAKeyOfAnySizeInTheSameWay() throws Exception {
    Received answer = gateway.client().post(CHAT, ASK, "x-api-key", "k".repeat(5_000));

    assertThat(answer.status()).isEqualTo(401);
  }

  /// Keeps what is logged.
  private static final class LogCapture extends Handler {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
