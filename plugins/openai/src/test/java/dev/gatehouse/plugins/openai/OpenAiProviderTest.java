package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.Secret;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.provider.UpstreamRequest;
import dev.gatehouse.sdk.provider.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest {
  private static final String STREAM =
      " {\"model\" : \"gpt\", \"stream\":true, \"n\":1.0e2,\"messages\":[{\"role\":\"user\"}]}";
  private final OpenAiProvider provider =
      new OpenAiProvider(config("http://127.0.0.1:1/api/v1/", true), "1.2");

  @Test
  void buildsTheRequestOfAnAttempt() throws IOException {
    UpstreamRequest sent =
        send(
            provider,
            new RequestHead(
                "POST",
                "/v1/chat/completions",
                "a=b%20c",
                Headers.of(
                    "Authorization", "Bearer client",
                    "x-api-key", "client",
                    "X-Stainless-Lang", "js",
                    "user-agent", "client",
                    "cookie", "a=b",
                    "OpenAI-Project", "client",
                    "OpenAI-Beta", "assistants=v2",
                    "Idempotency-Key", "7",
                    "x-set-by-filter", "yes",
                    "Accept", "application/json",
                    "Accept-Encoding", "gzip, br")),
            "{\"model\":\"gpt\",\"messages\":[{}]}",
            "gpt");

    assertThat(sent.uri())
        .isEqualTo(URI.create("http://127.0.0.1:1/api/v1/chat/completions?a=b%20c"));
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.headers().names())
        .containsExactlyInAnyOrder(
            "openai-beta",
            "idempotency-key",
            "x-set-by-filter",
            "accept",
            "accept-encoding",
            "user-agent",
            "authorization",
            "openai-organization",
            "x-extra");
    assertThat(sent.headers().all("authorization")).containsExactly("Bearer sk-gateway");
    assertThat(sent.headers().value("user-agent")).isEqualTo("gatehouse/1.2");
    assertThat(sent.headers().value("accept-encoding")).isEqualTo("gzip, br");
    assertThat(sent.headers().value("x-extra")).isEqualTo("e");
  }

  @Test
  void keepsTheBytesOfABodyThatNeedsNoEdit() throws IOException {
    String json =
        " {\"unknown\":1e400,\"model\":\"gpt\",\"big\":12345678901234567890.10,\"messages\":[{}]}\n";

    assertThat(body(provider, json, "gpt")).isEqualTo(json);
  }

  @Test
  void replacesNothingButTheModelsName() throws IOException {
    assertThat(
            body(
                provider,
                "{ \"messages\":[{\"model\":\"gpt\"}], \"model\" : \"gpt\" , \"n\":1.00 }",
                "gpt-2"))
        .isEqualTo("{ \"messages\":[{\"model\":\"gpt\"}], \"model\" : \"gpt-2\" , \"n\":1.00 }");
  }

  @Test
  void asksForTheUsageOfAStream() throws IOException {
    assertThat(body(provider, STREAM, "gpt"))
        .isEqualTo(
            STREAM.replace("{\"model\"", "{\"stream_options\":{\"include_usage\":true},\"model\""));
    assertThat(body(provider, STREAM.replace("\"n\":1.0e2", "\"stream_options\":{\"x\":1}"), "gpt"))
        .contains("\"stream_options\":{\"x\":1,\"include_usage\":true}");
    assertThat(
            body(
                provider,
                STREAM.replace("\"n\":1.0e2", "\"stream_options\":{\"include_usage\":false}"),
                "gpt-2"))
        .contains("\"stream_options\":{\"include_usage\":true}")
        .contains("\"gpt-2\"");
  }

  @Test
  void leavesAStreamAloneWhoseClientAsksItselfOrWhenItIsSwitchedOff() throws IOException {
    String asking = STREAM.replace("\"n\":1.0e2", "\"stream_options\":{\"include_usage\":true }");

    assertThat(body(provider, asking, "gpt")).isEqualTo(asking);
    assertThat(body(new OpenAiProvider(config("http://h/v1", false), "1"), STREAM, "gpt"))
        .isEqualTo(STREAM);
  }

  @Test
  void wantsStreamsUncompressed() throws IOException {
    RequestHead head =
        Requests.head("POST", "/v1/chat/completions", "accept-encoding", "gzip, deflate, br");

    assertThat(send(provider, head, STREAM, "gpt").headers().value("accept-encoding"))
        .isEqualTo("identity");
  }

  @Test
  void passesABodyThatNamesNoModelWithoutHoldingIt() throws IOException {
    Body arriving =
        Body.arriving(
            (buffer, offset, length) -> {
              throw new AssertionError("the body was read");
            },
            -1);
    RequestHead head = Requests.head("POST", "/v1/files", "content-type", "text/plain");
    OpenAiRequest request = Requests.request(head, arriving);

    UpstreamRequest sent =
        provider.encode(
            new FakeExchange(head, arriving, request), request, new Target("p", "any", 1));

    assertThat(sent.body()).isSameAs(arriving);
  }

  @Test
  void readsErrorsOfTheUpstream() {
    assertThat(
            problem(
                429,
                "{\"error\":{\"message\":\"slow\",\"param\":\"p\",\"code\":\"x\"}}",
                "retry-after",
                "9"))
        .isEqualTo(new Problem(429, "upstream_error", "slow", "p", 9));
    assertThat(problem(500, "<html>").detail()).contains("500").doesNotContain("html");
    assertThat(problem(400, "{\"error\":\"plain\"}").detail()).isEqualTo("plain");
    assertThat(problem(429, "{}", "retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"))
        .returns(-1L, Problem::retryAfterSeconds);
  }

  private Problem problem(int status, String body, String... headers) {
    return provider.problem(
        new UpstreamResponse(status, Headers.of(headers), Body.of(Requests.bytes(body))));
  }

  @Test
  void supportsAllButTheListOfModels() {
    assertThat(provider.supports(Operation.CHAT)).isTrue();
    assertThat(provider.supports(Operation.OTHER)).isTrue();
    assertThat(provider.supports(Operation.MODELS)).isFalse();
    assertThat(provider.protocol()).isEqualTo("openai");
    assertThat(provider.system()).isEqualTo("openai");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/v1",
        "/v1",
        "http:///v1",
        "http://u:p@h/v1",
        "http://h/v1?x=1",
        "http://h/v1#x"
      })
  void refusesAddressesItCannotUse(String address) {
    assertThatThrownBy(() -> config(address, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base-url");
  }

  private static OpenAiProviderConfig config(String baseUrl, boolean requestUsage) {
    return new OpenAiProviderConfig(
        URI.create(baseUrl),
        Secret.of("sk-gateway"),
        "org",
        null,
        Map.of("x-extra", Secret.of("e")),
        requestUsage);
  }

  private static String body(OpenAiProvider provider, String json, String model)
      throws IOException {
    UpstreamRequest sent =
        send(provider, Requests.head("POST", "/v1/chat/completions"), json, model);
    return new String(sent.body().bytes(), StandardCharsets.UTF_8);
  }

  private static UpstreamRequest send(
      OpenAiProvider provider, RequestHead head, String json, String model) throws IOException {
    Body body = Body.of(Requests.bytes(json));
    OpenAiRequest request = Requests.request(head, body);
    return provider.encode(
        new FakeExchange(head, body, request), request, new Target("p", model, 1));
  }
}
