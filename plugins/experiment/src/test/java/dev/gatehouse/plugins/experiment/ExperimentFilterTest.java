package dev.gatehouse.plugins.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ConfigRefused;
import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The section in a real gateway.
class ExperimentFilterTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final int CALLERS = 2_000;

  private final ScriptedUpstream old = ScriptedUpstream.start();
  private final ScriptedUpstream candidate = ScriptedUpstream.start();

  @AfterEach
  void stop() {
    old.close();
    candidate.close();
  }

  private TestGateway gateway(String experiments) {
    return TestGateway.of(
            """
            providers:
              old: { type: openai, base-url: "%s/v1" }
              candidate: { type: openai, base-url: "%s/v1" }
            models:
              m: { targets: [ { provider: old, model: m-1 } ] }
              other: { targets: [ { provider: old, model: other } ] }
            experiments:
            %s
            """
                .formatted(old.url(), candidate.url(), experiments.indent(2)),
            new OpenAiPlugin(),
            new ExperimentPlugin())
        .start();
  }

  private static String ask(String user) {
    return "{ \"model\":\"m\", \"user\":\""
        + user
        + "\", \"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  private ExchangeRecord call(TestGateway gateway, String user)
      throws IOException, InterruptedException {
    Received answer = gateway.client().post(CHAT, ask(user));
    assertThat(answer.status()).isEqualTo(200);
    return gateway.record(answer.requestId());
  }

  @Test
  void splitsCallersByWeightAndStaysWithItsChoice() throws Exception {
    old.on(CHAT, Reply.json("{\"by\":\"old\"}"));
    candidate.on(CHAT, Reply.json("{\"by\":\"candidate\"}"));
    try (TestGateway gateway =
        gateway(
            """
            rollout:
              model: m
              unit: [ user ]
              salt: fixed
              variants:
                control: { weight: 80 }
                newer: { weight: 20, provider: candidate, model: m-2 }
            """)) {
      Set<String> newer = new HashSet<>();
      for (int i = 0; i < CALLERS; i++) {
        Received answer = gateway.client().post(CHAT, ask("caller-" + i));
        if (answer.json().path("by").stringValue().equals("candidate")) {
          newer.add("caller-" + i);
        }
      }

      // Four standard deviations of a binomial distribution with p = 0.2 around its mean; the
      // salt and the callers are fixed, so the number is always the same.
      double deviation = Math.sqrt(CALLERS * 0.2 * 0.8);
      assertThat((double) newer.size())
          .isBetween(CALLERS * 0.2 - 4 * deviation, CALLERS * 0.2 + 4 * deviation);
      for (int i = 0; i < 50; i++) {
        String user = "caller-" + i;
        assertThat(call(gateway, user).decision().provider())
            .isEqualTo(newer.contains(user) ? "candidate" : "old");
      }
      JsonNode told = admin(gateway, "/experiments/rollout");
      assertThat(
              told.at("/variants/0/exposures").asInt() + told.at("/variants/1/exposures").asInt())
          .isEqualTo(CALLERS + 50);
    }
  }

  private static JsonNode admin(TestGateway gateway, String path)
      throws IOException, InterruptedException {
    return admin(gateway, path, 200);
  }

  private static JsonNode admin(TestGateway gateway, String path, int status)
      throws IOException, InterruptedException {
    try (GatewayClient client = new GatewayClient(URI.create(gateway.adminUrl() + "/admin/v1"))) {
      Received answer = client.get(path);
      assertThat(answer.status()).isEqualTo(status);
      return answer.json();
    }
  }

  @Test
  void tellsInTheRecordWhatACallerWasGivenAndNotWhoItIs() throws Exception {
    candidate.on(CHAT, Reply.json("{}"));
    try (TestGateway gateway =
        gateway(
            """
            rollout:
              model: m
              unit: [ user, request ]
              phase: 3
              variants: { newer: { provider: candidate, model: m-2 } }
            """)) {
      ExchangeRecord record = call(gateway, "canary-alice");

      assertThat(record.exposures()).hasSize(1);
      Exposure exposure = record.exposures().getFirst();
      assertThat(exposure.experiment()).isEqualTo("rollout");
      assertThat(exposure.variant()).isEqualTo("newer");
      assertThat(exposure.toString()).contains("user", "assigned", "3").doesNotContain("canary");
      assertThat(record.decision().model()).isEqualTo("m-2");
      assertThat(record.decision().explanation())
          .contains("experiment rollout assigned newer: candidate/m-2");
      assertThat(candidate.take().text())
          .isEqualTo(ask("canary-alice").replace("\"m\"", "\"m-2\""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { temperature: 0.5 }           | "temperature":0.5
          { metadata: { a: { b: null } } } | "metadata":{"a":{}}
          { metadata: { a: 1, b: null } }  | "metadata":{"a":1}
          { messages: [] }               | "messages":[]
          """)
  void mergesTheParametersOfAVariantAsTheStandardSays(String parameters, String sent)
      throws Exception {
    old.on(CHAT, Reply.json("{}"));
    try (TestGateway gateway =
        gateway(
            "tuned: { model: m, unit: [ user ], variants: { only: { parameters: %s } } }"
                .formatted(parameters))) {
      call(gateway, "alice");

      assertThat(old.take().text()).contains(sent).contains("\"user\":\"alice\"");
    }
  }

  @Test
  void putsTheInstructionOfAVariantFirst() throws Exception {
    old.on(CHAT, Reply.sse("[DONE]"));
    try (TestGateway gateway =
            gateway(
                "brief: { model: m, unit: [ user ], variants: { only: { system-prompt: Be brief. } } }");
        EventStream stream =
            gateway.client().stream(CHAT, ask("alice").replace("{ ", "{\"stream\":true,"))) {
      stream.rest();

      assertThat(old.take().text())
          .contains(
              "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\"");
      assertThat(gateway.record(stream.requestId()).exposures())
          .extracting(Exposure::variant)
          .containsExactly("only");
    }
  }

  @Test
  void leavesEveryByteAloneOfWhatTakesNoPart() throws Exception {
    old.on(CHAT, Reply.json("{}"));
    try (TestGateway gateway =
        gateway(
            """
            none: { model: m, unit: [ user ], coverage: 0, variants: { a: { parameters: { n: 1 } } } }
            off: { model: other, unit: [ user ], enabled: false, variants: { a: { parameters: { n: 1 } } } }
            """)) {
      ExchangeRecord outside = call(gateway, "alice");
      assertThat(old.take().text()).isEqualTo(ask("alice").replace("\"m\"", "\"m-1\""));
      assertThat(outside.exposures()).hasSize(1);
      assertThat(outside.exposures().getFirst().variant()).isEmpty();
      assertThat(outside.exposures().getFirst().toString()).contains("not_in_coverage");

      String other = ask("alice").replace("\"m\"", "\"other\"");
      Received answer = gateway.client().post(CHAT, other);
      assertThat(old.take().text()).isEqualTo(other);
      assertThat(gateway.record(answer.requestId()).exposures()).isEmpty();
    }
  }

  @Test
  void takesTheFirstUnitThatARequestHas() throws Exception {
    old.on(CHAT, Reply.json("{}"));
    try (TestGateway gateway =
        gateway(
            "e: { model: m, unit: [ \"header:x-team\", session, user ], variants: { a: {}, b: {} } }")) {
      assertThat(unit(gateway, "x-team", "search", "x-session-id", "s")).isEqualTo("header");
      assertThat(unit(gateway, "x-session-id", "s")).isEqualTo("session");
      assertThat(unit(gateway, "x-team", " ")).isEqualTo("user");
      Received nobody =
          gateway.client().post(CHAT, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}");
      assertThat(gateway.record(nobody.requestId()).exposures()).isEmpty();
    }
  }

  private static String unit(TestGateway gateway, String... fields) throws Exception {
    Received answer = gateway.client().post(CHAT, ask("alice"), fields);
    return gateway.record(answer.requestId()).exposures().getFirst().unitKind();
  }

  @Test
  void tellsWhichVariantAUnitGets() throws Exception {
    old.on(CHAT, Reply.json("{}"));
    try (TestGateway gateway =
        gateway("e: { model: m, unit: [ user ], variants: { a: {}, b: {} } }")) {
      String given = call(gateway, "alice").exposures().getFirst().variant();

      assertThat(
              admin(gateway, "/experiments/e/assignment?unit=user=alice")
                  .path("variant")
                  .stringValue())
          .isEqualTo(given);
      assertThat(
              admin(gateway, "/experiments/e/assignment?unit=alice").path("variant").stringValue())
          .isEqualTo(given);
      admin(gateway, "/experiments/none", 404);
      admin(gateway, "/experiments/e/assignment", 400);
      assertThat(admin(gateway, "/experiments")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          e: { model: m, unit: [ user ], variants: {} }                            | variants
          e: { model: m, unit: [], variants: { a: {} } }                           | unit
          e: { model: m, unit: [ planet ], variants: { a: {} } }                   | is none of consumer, user, session, request
          e: { model: m, unit: [ user ], variants: { a: { weight: 0 } } }          | at least one needs a weight above 0
          e: { model: m, unit: [ user ], variants: { a: { weight: -1 } } }         | weight
          e: { model: m, unit: [ user ], coverage: 101, variants: { a: {} } }      | coverage
          e: { model: m, unit: [ user ], variants: { a: { provider: candidate } } } | names provider and model together
          e: { model: m, unit: [ user ], variants: { a: { parameters: 3 } } }      | expected names with values
          e: { model: m, unit: [ user ], varients: { a: {} } }                     | did you mean
          e: { unit: [ user ], variants: { a: {} } }                               | model
          """)
  void refusesWhatCannotBe(String experiment, String message) {
    assertThatThrownBy(() -> gateway(experiment).close())
        .isInstanceOfSatisfying(
            ConfigRefused.class,
            refused -> assertThat(refused.problems().toString()).contains(message));
  }

  @Test
  void refusesTwoExperimentsForOneModel() {
    assertThatThrownBy(() ->
            gateway(
                    """
                    one: { model: m, unit: [ user ], variants: { a: {} } }
                    two: { model: m, unit: [ user ], variants: { a: {} } }
                    """)
                .close())
        .isInstanceOfSatisfying(
            ConfigRefused.class,
            refused -> assertThat(refused.problems().toString()).contains("are both for model m"));
  }
}
