package com.example.cookbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.GatewayTest;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.RecordCapture;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestClock;
import dev.gatehouse.testkit.TestGateway;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RecipesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS =
      """
      providers:
        scripted: { type: openai, base-url: "${UPSTREAM}" }
      models:
        chat: { targets: [ { provider: scripted, model: m } ] }
      """;
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
  private static final String STREAMED =
      "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
  private static final Reply ANSWER =
      Reply.json(
          "{\"choices\":[],\"usage\":{\"prompt_tokens\":60,\"completion_tokens\":40,\"total_tokens\":100}}");

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = MODELS + "filters: [ { company-headers: { cost-center: research } } ]")
  void changesHeadersInBothDirections(GatewayClient client, ScriptedUpstream model)
      throws Exception {
    model.on("/chat/completions", ANSWER.header("x-internal-host", "gpu-7"));

    Received answer = client.post(CHAT, QUESTION, "x-debug", "1");

    assertThat(model.take().headers())
        .satisfies(sent -> assertThat(sent.value("x-cost-center")).isEqualTo("research"))
        .satisfies(sent -> assertThat(sent.value("x-debug")).isNull());
    assertThat(answer.headers().value("x-answered-by")).isEqualTo("gatehouse");
    assertThat(answer.headers().value("x-internal-host")).isNull();
  }

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = MODELS + "filters: [ { blocked-words: { words: [ Secret ] } } ]")
  void refusesWordsThatAreNotAllowed(GatewayClient client, ScriptedUpstream model)
      throws Exception {
    model.on("/chat/completions", ANSWER);

    Received refused = client.post(CHAT, QUESTION.replace("Why?", "Tell the SECRET."));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("blocked_words").doesNotContain("SECRET");
    assertThat(client.post(CHAT, QUESTION).status()).isEqualTo(200);
    assertThat(model.requests()).hasSize(1);
  }

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = MODELS + "filters: [ redaction ]")
  void takesOutNumbersThatAreSpreadOverEvents(GatewayClient client, ScriptedUpstream model)
      throws Exception {
    model.on(
        "/chat/completions",
        Reply.sse(
            piece("It is A"), piece("T0012"), piece("34567890, or A"), piece(" or B"), "[DONE]"));

    try (EventStream answer = client.stream(CHAT, STREAMED)) {
      String text =
          answer.rest().stream()
              .filter(event -> !new String(event.data(), UTF_8).equals("[DONE]"))
              .map(event -> event.json().at("/choices/0/delta/content").asString(""))
              .collect(Collectors.joining());

      assertThat(text).isEqualTo("It is [account], or A or B");
    }
  }

  private static String piece(String text) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
  }

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = MODELS + "filters: [ { token-budget: { per-day: 150 } } ]",
      fresh = true)
  void givesTokensForADay(
      GatewayClient client, ScriptedUpstream model, TestClock clock, RecordCapture records)
      throws Exception {
    model.on("/chat/completions", ANSWER);

    records.await(client.post(CHAT, QUESTION).requestId());
    records.await(client.post(CHAT, QUESTION).requestId());

    Received third = client.post(CHAT, QUESTION);
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.headers().value("retry-after")).isEqualTo("3600");
    clock.advance(Duration.ofDays(1));
    assertThat(client.post(CHAT, QUESTION).status()).isEqualTo(200);
  }

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = MODELS + "filters: [ { signed-user: { key: of-the-house } } ]")
  void believesNamesThatAreSigned(
      GatewayClient client, ScriptedUpstream model, RecordCapture records) throws Exception {
    model.on("/chat/completions", ANSWER);

    Received good = client.post(CHAT, QUESTION, "x-user", "ida", "x-user-signature", sign("ida"));

    assertThat(good.status()).isEqualTo(200);
    assertThat(records.await(good.requestId()).caller().consumer()).isEqualTo("ida");
    assertThat(model.take().headers().contains("x-user-signature")).isFalse();
    assertThat(
            client.post(CHAT, QUESTION, "x-user", "eve", "x-user-signature", sign("ida")).status())
        .isEqualTo(401);
    assertThat(client.post(CHAT, QUESTION).headers().value("www-authenticate"))
        .contains("Signed-User");
  }

  private static String sign(String user) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("of-the-house".getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(user.getBytes(UTF_8)));
  }

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config =
          """
          providers:
            a: { type: openai, base-url: "${UPSTREAM}/a" }
            b: { type: openai, base-url: "${UPSTREAM}/b" }
          models:
            chat:
              router: sticky
              targets: [ { provider: a, model: m }, { provider: b, model: m } ]
          filters: [ { signed-user: { key: of-the-house } } ]
          """)
  void keepsEachConsumerWithOneTarget(GatewayClient client, ScriptedUpstream models)
      throws Exception {
    models.on("/a/chat/completions", ANSWER).on("/b/chat/completions", ANSWER);
    Set<String> used = new HashSet<>();
    for (String user : List.of("ida", "max", "eva", "tom", "lea", "jan", "mia", "ben")) {
      Set<String> paths = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        client.post(CHAT, QUESTION, "x-user", user, "x-user-signature", sign(user));
        paths.add(models.take().path());
      }
      assertThat(paths).as(user).hasSize(1);
      used.addAll(paths);
    }
    assertThat(used).hasSize(2);
  }

  private static final String HOUSE =
      """
      providers:
        house: { type: house-model, base-url: "${UPSTREAM}", key: of-the-model }
      models:
        chat: { targets: [ { provider: house, model: big } ] }
      """;

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = HOUSE)
  void speaksWithAModelOfItsOwnKind(GatewayClient client, ScriptedUpstream model) throws Exception {
    model.next(
        Reply.json("{\"engine\":\"big\",\"reply\":\"Because.\",\"words\":{\"in\":1,\"out\":1}}"));
    model.next(
        Reply.sse(
            "{\"piece\":\"Be\"}", "{\"piece\":\"cause.\"}", "{\"words\":{\"in\":1,\"out\":1}}"));

    Received whole = client.post(CHAT, QUESTION);
    assertThat(whole.json().at("/choices/0/message/content").asString()).isEqualTo("Because.");
    assertThat(model.take())
        .satisfies(
            sent -> assertThat(sent.headers().value("x-house-key")).isEqualTo("of-the-model"))
        .satisfies(sent -> assertThat(sent.text()).contains("\"says\":\"Why?\""));
    try (EventStream streamed = client.stream(CHAT, STREAMED)) {
      streamed.rest();
      assertThat(new String(streamed.received(), UTF_8))
          .contains("\"Be\"", "\"cause.\"")
          .endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  @GatewayTest(
      plugins = {OpenAiPlugin.class, CookbookPlugin.class},
      config = MODELS,
      fresh = true)
  void addsUpWhatIsSpent(TestGateway gateway, GatewayClient client, ScriptedUpstream model)
      throws Exception {
    model.on("/chat/completions", ANSWER);

    client.post(CHAT, QUESTION);
    client.post(CHAT, QUESTION);

    try (GatewayClient admin = new GatewayClient(gateway.adminUrl())) {
      Awaitility.await()
          .until(() -> admin.get("/admin/v1/spending").json().path("anonymous").asLong(0) == 200);
    }
  }
}
