package dev.gatehouse.plugins.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AnthropicAnswersTest {
  private static final AiRequest ASKED = Requests.message("{\"model\":\"m\",\"messages\":[]}");

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error",
    "401, authentication_error",
    "402, billing_error",
    "403, permission_error",
    "404, not_found_error",
    "405, invalid_request_error",
    "413, request_too_large",
    "429, rate_limit_error",
    "500, api_error",
    "502, api_error",
    "503, overloaded_error",
    "504, timeout_error",
    "529, overloaded_error"
  })
  void tellsTheTypeThatBelongsToTheStatus(int status, String type) throws IOException {
    Answer answer =
        Requests.PROTOCOL.problem(Problem.of(status, "word", "Why.").at("f").retryAfter(3), "id-1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().value("request-id")).isEqualTo("id-1");
    assertThat(answer.headers().value("retry-after")).isEqualTo("3");
    assertThat(answer.body().json())
        .isEqualTo(
            Requests.json(
                "{\"type\":\"error\",\"error\":{\"type\":\""
                    + type
                    + "\",\"message\":\"Why.\",\"code\":\"word\",\"param\":\"f\"},\"request_id\":\"id-1\"}"));
  }

  @Test
  void writesEveryPartOfAnAnswer() throws IOException {
    JsonNode written =
        write(
            "tool_calls",
            part(Part.Kind.REASONING, "hm", null),
            Part.text("Look."),
            part(Part.Kind.REFUSAL, "No.", null),
            new Part(Part.Kind.TOOL_CALL, "{\"a\":1.50}", "f", "c1", null, null, null),
            new Part(Part.Kind.TOOL_CALL, "", "g", "c2", null, null, null));

    assertThat(written.path("content"))
        .isEqualTo(
            Requests.json(
                """
                [{"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Look."},
                 {"type":"text","text":"No."},{"type":"tool_use","id":"c1","name":"f","input":{"a":1.50}},
                 {"type":"tool_use","id":"c2","name":"g","input":{}}]
                """));
    assertThat(written.path("stop_reason").stringValue()).isEqualTo("tool_use");
    assertThat(written.path("role").stringValue()).isEqualTo("assistant");
  }

  @ParameterizedTest
  @CsvSource({
    "stop, end_turn",
    "length, max_tokens",
    "tool_calls, tool_use",
    "function_call, tool_use",
    "content_filter, refusal",
    "novel, end_turn"
  })
  void tellsWhyItStops(String reason, String own) throws IOException {
    assertThat(write(reason).path("stop_reason").stringValue()).isEqualTo(own);
  }

  @Test
  void makesNoReasonUp() throws IOException {
    assertThat(write(null).path("stop_reason").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[1]", "x"})
  void blamesTheProviderForArgumentsThatAreNoObject(String arguments) {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                write(
                    "tool_calls",
                    new Part(Part.Kind.TOOL_CALL, arguments, "f", "c", null, null, null)));

    assertThat(thrown.problem().status()).isEqualTo(502);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"content\":1}", "[]", "x", ""})
  void readsNothingIntoWhatIsNoMessage(String body) throws IOException {
    assertThat(Requests.PROTOCOL.readAnswer(ASKED, Requests.body(body))).isEmpty();
  }

  @Test
  void readsItsOwnAnswersBack() throws IOException {
    AiAnswer.Whole whole =
        new AiAnswer.Whole("m", List.of(Part.text("a")), "length", new Usage(10, 5, 3, 2, 0, null));

    AiAnswer.Whole read =
        (AiAnswer.Whole)
            Requests.PROTOCOL
                .readAnswer(ASKED, Requests.PROTOCOL.write(ASKED, whole).body())
                .orElseThrow();

    assertThat(read.finishReason()).isEqualTo("length");
    assertThat(read.parts().getFirst().text()).isEqualTo("a");
    assertThat(read.usage())
        .usingRecursiveComparison()
        .ignoringFields("raw")
        .isEqualTo(whole.usage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://h/v1", "/v1", "http://h/v1?a=b", "http://u:p@h/v1", "http://h/v1#f"})
  void refusesAddressesThatAreNone(String address) {
    assertThatThrownBy(() -> config(address, "2023-06-01", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base-url");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThat(config("http://h/v1/", "v", 1).baseUrl()).isEqualTo(URI.create("http://h/v1"));
    assertThatThrownBy(() -> config("http://h", " ", 1)).hasMessageContaining("version");
    assertThatThrownBy(() -> config("http://h", "v", 0)).hasMessageContaining("default-max-tokens");
  }

  private static AnthropicProviderConfig config(String address, String version, int most) {
    return new AnthropicProviderConfig(URI.create(address), null, version, most, Map.of());
  }

  private static Part part(Part.Kind kind, String text, @Nullable String name) {
    return new Part(kind, text, name, null, null, null, null);
  }

  private static JsonNode write(@Nullable String reason, Part... parts) throws IOException {
    return Json.parse(
        Requests.PROTOCOL
            .write(ASKED, new AiAnswer.Whole("m", List.of(parts), reason, null))
            .body()
            .bytes());
  }
}
