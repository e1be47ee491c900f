package dev.gatehouse.plugins.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedProviderTest {
  private static final String QUESTION = "Why do Janet's ducks lay sixteen eggs per day?";

  @Test
  void answersTheSameRequestTheSameWay() throws Exception {
    SimulatedProvider provider = provider(SimulatedConfigTest.DEFAULTS);

    AiAnswer.Whole first = whole(provider, FakeRequest.chat(QUESTION));

    assertThat(whole(provider, FakeRequest.chat(QUESTION))).isEqualTo(first);
    assertThat(whole(provider, FakeRequest.chat(QUESTION + "!!"))).isNotEqualTo(first);
    assertThat(first.model()).isEqualTo("m");
    assertThat(first.finishReason()).isEqualTo("stop");
    assertThat(first.parts().getFirst().text())
        .contains("Why do Janet's ducks lay sixteen eggs per day");
  }

  @Test
  void streamsWhatItWouldAnswerWhole() throws Exception {
    SimulatedProvider provider = provider(SimulatedConfigTest.DEFAULTS);
    AiAnswer.Whole whole = whole(provider, FakeRequest.chat(QUESTION));

    List<AiDelta> steps = streamed(provider, FakeRequest.chat(QUESTION));

    StringBuilder text = new StringBuilder();
    steps.stream().filter(AiDelta::content).forEach(step -> text.append(step.text()));
    assertThat(text).hasToString(whole.parts().getFirst().text());
    assertThat(steps.getFirst()).isEqualTo(AiDelta.start("m"));
    assertThat(steps.get(steps.size() - 2)).isEqualTo(AiDelta.finish(0, "stop"));
    assertThat(steps.getLast().usage()).isEqualTo(whole.usage());
    assertThat(whole.usage()).isNotNull();
    assertThat(whole.usage().output()).isEqualTo(steps.stream().filter(AiDelta::content).count());
  }

  @Test
  void countsTokensAsDocumented() throws Exception {
    assertThat(Tokens.split("Hello, wonderful  world 42!"))
        .containsExactly("Hello", ",", " wonder", "ful", "  world", " 42", "!");
    assertThat(Tokens.count("Ein Größenwahn 🦆")).isEqualTo(4);
    AiAnswer.Whole answer =
        whole(provider(SimulatedConfigTest.DEFAULTS), FakeRequest.chat("Hello, world!"));
    assertThat(answer.usage()).isNotNull();
    assertThat(answer.usage().input()).isEqualTo(4 + 4);
  }

  @Test
  void staysWithinTheLimitOfTheRequest() throws Exception {
    for (String name : List.of("max_tokens", "max_completion_tokens")) {
      AiAnswer.Whole answer =
          whole(provider(SimulatedConfigTest.DEFAULTS), FakeRequest.chat(QUESTION).with(name, "5"));

      assertThat(answer.usage()).isNotNull();
      assertThat(answer.usage().output()).isEqualTo(5);
      assertThat(answer.finishReason()).isEqualTo("length");
    }
    assertThat(
            whole(
                    provider(SimulatedConfigTest.DEFAULTS),
                    FakeRequest.chat(QUESTION).with("max_tokens", "5000"))
                .finishReason())
        .isEqualTo("stop");
  }

  @Test
  void callsAToolThatIsAskedForByName() throws Exception {
    FakeRequest request =
        FakeRequest.chat("Please use get_weather for Lisbon with 3 days")
            .tool(
                "get_weather",
                """
                {"type":"object","required":["city","days","unit","exact","stops","where"],
                 "properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1},
                  "unit":{"enum":["C","F"]},"exact":{"type":["boolean","null"]},
                  "stops":{"type":"array","items":{"type":"number"},"minItems":2},
                  "where":{"type":"object","required":["x"],"properties":{"x":{"const":7}}},
                  "optional":{"type":"string"}}}
                """);

    AiAnswer.Whole answer = whole(provider(SimulatedConfigTest.DEFAULTS), request);

    Part call = answer.parts().getFirst();
    assertThat(answer.finishReason()).isEqualTo("tool_calls");
    assertThat(call.kind()).isEqualTo(Part.Kind.TOOL_CALL);
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call.callId()).startsWith("call_");
    var arguments = FakeRequest.json(String.valueOf(call.text()));
    assertThat(arguments.propertyNames())
        .containsExactly("city", "days", "unit", "exact", "stops", "where");
    assertThat(QUESTION + request.conversation().messages().getFirst().text())
        .contains(arguments.path("city").stringValue());
    assertThat(arguments.path("days").intValue()).isEqualTo(3);
    assertThat(arguments.path("unit").stringValue()).isEqualTo("C");
    assertThat(arguments.path("exact").booleanValue()).isTrue();
    assertThat(arguments.path("stops")).hasSize(2);
    assertThat(arguments.at("/where/x").intValue()).isEqualTo(7);

    StringBuilder streamedArguments = new StringBuilder();
    List<AiDelta> steps = streamed(provider(SimulatedConfigTest.DEFAULTS), request);
    steps.stream().filter(AiDelta::content).forEach(step -> streamedArguments.append(step.text()));
    assertThat(streamedArguments).hasToString(call.text());
    assertThat(steps.get(1).toolName()).isEqualTo("get_weather");
  }

  @Test
  void followsTheToolChoice() throws Exception {
    FakeRequest request = FakeRequest.chat("Hi").tool("f", "{}");
    SimulatedProvider provider = provider(SimulatedConfigTest.DEFAULTS);

    assertThat(kind(provider, request)).isEqualTo(Part.Kind.TEXT);
    assertThat(kind(provider, request.with("tool_choice", "\"required\"")))
        .isEqualTo(Part.Kind.TOOL_CALL);
    assertThat(
            kind(
                provider,
                request.with(
                    "tool_choice", "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}")))
        .isEqualTo(Part.Kind.TOOL_CALL);
    FakeRequest named = FakeRequest.chat("Call f").tool("f", "{}");
    assertThat(kind(provider, named)).isEqualTo(Part.Kind.TOOL_CALL);
    assertThat(kind(provider, named.with("tool_choice", "\"none\""))).isEqualTo(Part.Kind.TEXT);
    Part result = new Part(Part.Kind.TOOL_RESULT, "42", null, "c", null, null, null);
    assertThat(kind(provider, named.then(new Message("tool", List.of(result)))))
        .isEqualTo(Part.Kind.TEXT);
  }

  private static Part.Kind kind(SimulatedProvider provider, FakeRequest request) throws Exception {
    return whole(provider, request).parts().getFirst().kind();
  }

  @Test
  void embedsTextsThatShareWordsNearEachOther() throws Exception {
    SimulatedProvider provider = provider(SimulatedConfigTest.DEFAULTS);
    AiAnswer.Embeddings answer =
        (AiAnswer.Embeddings)
            answer(
                provider,
                FakeRequest.embeddings(
                        "ducks lay eggs", "Ducks lay many eggs!", "taxes are due", "")
                    .with("dimensions", "64"));

    List<float[]> vectors = answer.vectors();
    assertThat(vectors).hasSize(4).allSatisfy(each -> assertThat(each).hasSize(64));
    vectors.forEach(each -> assertThat(dot(each, each)).isCloseTo(1, within(1e-4)));
    assertThat(dot(vectors.get(0), vectors.get(1)))
        .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.3);
    assertThat(answer.usage()).isNotNull();
    assertThat(answer.usage().input()).isEqualTo(3 + 5 + 3);
    assertThat(
            ((AiAnswer.Embeddings) answer(provider, FakeRequest.embeddings("x"))).vectors().get(0))
        .hasSize(256)
        .isEqualTo(Vectors.embed("x", 256));
    assertThatThrownBy(() -> answer(provider, FakeRequest.embeddings("x").with("dimensions", "0")))
        .isInstanceOf(ProblemException.class);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * (double) b[i];
    }
    return sum;
  }

  @Test
  void failsForItsShareOfRequestsAndAlwaysForTheSame() throws Exception {
    SimulatedProvider provider = provider(config(0.25, 429, 0, 0));
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      FakeRequest request = FakeRequest.chat("question " + i);
      Throwable first = catchThrowable(() -> answer(provider, request));
      Throwable second = catchThrowable(() -> answer(provider, request));
      assertThat(first == null).isEqualTo(second == null);
      if (first instanceof ProblemException failed) {
        problems.add(failed.problem());
      }
    }

    assertThat(problems).hasSizeBetween(60, 140);
    assertThat(problems.getFirst().status()).isEqualTo(429);
    assertThat(problems.getFirst().retryAfterSeconds()).isEqualTo(1);
  }

  @Test
  void breaksOffAfterContentAndBeforeTheEnd() throws Exception {
    SimulatedProvider provider = provider(config(0, 503, 1, 0));

    for (int i = 0; i < 50; i++) {
      FakeRequest request = FakeRequest.chat("question " + i);
      AiAnswer.Streamed answer = (AiAnswer.Streamed) answer(provider, request.streamed());
      List<AiDelta> steps = new ArrayList<>();
      assertThatThrownBy(() -> read(answer, steps)).isInstanceOf(IOException.class);
      assertThat(steps).anyMatch(AiDelta::content);
      assertThat(steps).noneMatch(step -> step.kind() == AiDelta.Kind.FINISH);
      assertThatThrownBy(() -> answer(provider, request)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void fallsSilentUntilInterrupted() throws Exception {
    assertEndsByInterrupt(config(0, 503, 0, 1));
  }

  @Test
  void waitsForItsTokensUntilInterrupted() throws Exception {
    assertEndsByInterrupt(
        new SimulatedConfig(Duration.ofHours(1), 1, 64, 0, 503, 0, 0, 0.5, 256, Map.of()));
  }

  private static void assertEndsByInterrupt(SimulatedConfig config) throws Exception {
    SimulatedProvider provider = provider(config);
    for (FakeRequest request :
        List.of(FakeRequest.chat(QUESTION), FakeRequest.chat(QUESTION).streamed())) {
      CountDownLatch running = new CountDownLatch(1);
      FutureTask<Throwable> reading =
          new FutureTask<>(() -> {
            running.countDown();
            return catchThrowable(() -> {
              if (answer(provider, request) instanceof AiAnswer.Streamed stream) {
                read(stream, new ArrayList<>());
              }
            });
          });
      Thread thread = Thread.ofVirtual().start(reading);
      assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(reading.state()).isEqualTo(Future.State.RUNNING);

      thread.interrupt();

      assertThat(reading.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void supportsWhatItCanAnswer() {
    SimulatedProvider provider = provider(SimulatedConfigTest.DEFAULTS);

    assertThat(provider.supports(Operation.CHAT)).isTrue();
    assertThat(provider.supports(Operation.EMBEDDINGS)).isTrue();
    assertThat(provider.supports(Operation.OTHER)).isFalse();
    assertThat(provider.protocol()).isEmpty();
    assertThat(provider.system()).isEqualTo("simulated");
  }

  private static SimulatedConfig config(
      double failureRate, int failureStatus, double cutRate, double stallRate) {
    return new SimulatedConfig(
        Duration.ZERO,
        0,
        64,
        failureRate,
        failureStatus,
        cutRate,
        stallRate,
        0,
        256,
        Map.of("other", SimulatedConfigTest.nothing()));
  }

  private static SimulatedProvider provider(SimulatedConfig config) {
    return new SimulatedProvider(config, "simulated");
  }

  private static AiAnswer answer(SimulatedProvider provider, FakeRequest request)
      throws IOException, InterruptedException {
    RequestHead head = new RequestHead("POST", "/", null, Headers.create());
    return provider.answer(
        new FakeExchange(head, Body.empty(), request), request, new Target("simulated", "m", 1));
  }

  private static AiAnswer.Whole whole(SimulatedProvider provider, FakeRequest request)
      throws IOException, InterruptedException {
    return (AiAnswer.Whole) answer(provider, request);
  }

  private static List<AiDelta> streamed(SimulatedProvider provider, FakeRequest request)
      throws IOException, InterruptedException {
    List<AiDelta> steps = new ArrayList<>();
    read((AiAnswer.Streamed) answer(provider, request.streamed()), steps);
    return steps;
  }

  private static void read(AiAnswer.Streamed answer, List<AiDelta> into)
      throws IOException, InterruptedException {
    for (AiDelta step = answer.deltas().next(); step != null; step = answer.deltas().next()) {
      into.add(step);
    }
  }
}
