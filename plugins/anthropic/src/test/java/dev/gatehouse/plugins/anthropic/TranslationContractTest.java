package dev.gatehouse.plugins.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.plugins.simulated.SimulatedPlugin;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Clients of one protocol at providers of another, in a real gateway.
class TranslationContractTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String COMPLETION =
      "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"gpt-up\",\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"Zwölf\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":2}}}";
  private static final String MESSAGE =
      "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-up\",\"content\":["
          + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},"
          + "{\"type\":\"text\",\"text\":\"Zwölf\"},"
          + "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{\"a\":1.50}}],"
          + "\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":4,\"output_tokens\":3,"
          + "\"cache_read_input_tokens\":2,\"cache_creation_input_tokens\":1}}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @RegisterExtension
  final TestGateway gateway =
      TestGateway.of(
          """
          providers:
            anthropic: { type: anthropic, base-url: "%1$s/v1", api-key: ak }
            openai: { type: openai, base-url: "%1$s/v1", api-key: ok }
            simulated: { type: simulated }
          models:
            claude: { targets: [ { provider: anthropic, model: claude-up } ] }
            gpt: { targets: [ { provider: openai, model: gpt-up } ] }
            safe:
              targets: [ { provider: anthropic, model: claude-up } ]
              fallback: [ { provider: openai, model: gpt-up } ]
            fake: { targets: [ { provider: simulated, model: fast } ] }
          """
              .formatted(upstream.url()),
          new AnthropicPlugin(),
          new OpenAiPlugin(),
          new SimulatedPlugin());

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void translatesAChatForAnthropic() throws Exception {
    upstream.next(Reply.json(MESSAGE));

    Received answer =
        gateway
            .client()
            .post(
                CHAT,
                """
                {"model":"claude","temperature":0.50,"stop":"X","max_completion_tokens":9,"user":"u","seed":1,
                 "parallel_tool_calls":false,"tool_choice":"required","reasoning_effort":"low",
                 "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],
                 "messages":[{"role":"system","content":"S"},
                  {"role":"user","content":[{"type":"text","text":"What?"},
                   {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                   {"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]},
                  {"role":"assistant","content":null,"tool_calls":[
                   {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                   {"id":"c2","type":"function","function":{"name":"f","arguments":""}}]},
                  {"role":"tool","tool_call_id":"c1","content":"one"},
                  {"role":"tool","tool_call_id":"c2","content":"two"},
                  {"role":"user","content":"Go on."}]}
                """,
                "authorization",
                "Bearer client",
                "openai-beta",
                "x");

    ReceivedRequest sent = upstream.take();
    assertThat(sent.target()).isEqualTo("/v1/messages");
    assertThat(sent.headers().all("x-api-key")).containsExactly("ak");
    assertThat(sent.headers().value("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(sent.headers().names()).doesNotContain("authorization", "openai-beta");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            json(
                """
                {"model":"claude-up","system":[{"type":"text","text":"S"}],"messages":[
                 {"role":"user","content":[{"type":"text","text":"What?"},
                  {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
                  {"type":"image","source":{"type":"url","url":"https://example.org/a.png"}}]},
                 {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"x":1}},
                  {"type":"tool_use","id":"c2","name":"f","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"one"},
                  {"type":"tool_result","tool_use_id":"c2","content":"two"},{"type":"text","text":"Go on."}]}],
                 "tools":[{"name":"f","description":"d","input_schema":{"type":"object"}}],
                 "temperature":0.50,"stop_sequences":["X"],"max_tokens":9,
                 "tool_choice":{"type":"any","disable_parallel_tool_use":true},"metadata":{"user_id":"u"}}
                """));

    JsonNode choice = answer.json().at("/choices/0");
    assertThat(choice.path("finish_reason").stringValue()).isEqualTo("tool_calls");
    assertThat(choice.at("/message/content").stringValue()).isEqualTo("Zwölf");
    assertThat(choice.at("/message/reasoning_content").stringValue()).isEqualTo("hm");
    assertThat(choice.at("/message/tool_calls/0/id").stringValue()).isEqualTo("toolu_1");
    assertThat(choice.at("/message/tool_calls/0/function/arguments").stringValue())
        .isEqualTo("{\"a\":1.50}");
    assertThat(answer.json().at("/usage/prompt_tokens").intValue()).isEqualTo(7);
    assertThat(answer.json().at("/usage/prompt_tokens_details/cached_tokens").intValue())
        .isEqualTo(2);
    ExchangeRecord record = gateway.record(answer.requestId());
    assertThat(record.usage()).isNotNull();
    assertThat(record.usage().cacheWrite()).isEqualTo(1);
  }

  @Test
  void asksAnthropicForAtMostTheConfiguredTokens() throws Exception {
    upstream.next(Reply.json(MESSAGE));

    gateway.client().post(CHAT, chat("\"n\":1"));

    assertThat(Json.parse(upstream.take().body()).path("max_tokens").intValue()).isEqualTo(4096);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"n\":2; n",
        "\"temperature\":1.5; temperature",
        "\"logprobs\":true; logprobs",
        "\"logit_bias\":{\"1\":2}; logit_bias",
        "\"presence_penalty\":0.1; presence_penalty",
        "\"response_format\":{\"type\":\"json_object\"}; response_format",
        "\"modalities\":[\"text\",\"audio\"]; modalities",
        "\"web_search_options\":{}; web_search_options",
        "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}]; tools[0]",
        "\"novel\":1; novel"
      })
  void refusesWhatAnthropicCannotBeTold(String field, String name) throws Exception {
    Received answer = gateway.client().post(CHAT, chat(field));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/error/param").stringValue()).isEqualTo(name);
    assertThat(answer.json().at("/error/code").stringValue()).isEqualTo("not_translatable");
    assertThat(upstream.requests()).isEmpty();
    assertThat(gateway.record(answer.requestId()).outcome()).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void streamsAnthropicToAClientOfOpenAi() throws Exception {
    upstream.next(
        Streams.reply(
            "{\"type\":\"message_start\",\"message\":{\"model\":\"claude-up\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"Zwölf\"}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":2}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}}",
            "{\"type\":\"message_stop\"}"));

    try (EventStream stream =
        gateway.client().stream(
            CHAT, chat("\"stream\":true,\"stream_options\":{\"include_usage\":true}"))) {
      stream.rest();
      String all = new String(stream.received(), StandardCharsets.UTF_8);
      assertThat(all)
          .containsSubsequence(
              "\"role\":\"assistant\"",
              "{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}",
              "{\"index\":0,\"delta\":{\"content\":\"Zwölf\"}",
              "\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\"",
              "\"arguments\":\"{}\"",
              "\"finish_reason\":\"tool_calls\"",
              "\"prompt_tokens\":7,\"completion_tokens\":9",
              "data: [DONE]\n\n");
    }
    assertThat(upstream.take().text()).contains("\"stream\":true");
  }

  @Test
  void translatesAMessageForOpenAi() throws Exception {
    upstream.next(Reply.json(COMPLETION));

    Received answer =
        gateway
            .client()
            .post(
                MESSAGES,
                """
                {"model":"gpt","max_tokens":9,"temperature":0.50,"top_k":5,"stop_sequences":["X"],
                 "thinking":{"type":"enabled","budget_tokens":1024},"metadata":{"user_id":"u"},
                 "system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],
                 "tools":[{"name":"f","description":"d","input_schema":{"type":"object"}}],
                 "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"What?"},
                   {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
                   {"type":"image","source":{"type":"url","url":"https://example.org/a.png"}}]},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},
                   {"type":"redacted_thinking","data":"zz"},
                   {"type":"text","text":"Look."},{"type":"tool_use","id":"t1","name":"f","input":{"x":1}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[
                    {"type":"text","text":"one"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"BBBB"}}]},
                   {"type":"text","text":"Go on."}]}]}
                """,
                "anthropic-version",
                "2026-10-21",
                "x-api-key",
                "client");

    ReceivedRequest sent = upstream.take();
    assertThat(sent.target()).isEqualTo("/v1/chat/completions");
    assertThat(sent.headers().all("authorization")).containsExactly("Bearer ok");
    assertThat(sent.headers().names()).doesNotContain("x-api-key", "anthropic-version");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            json(
                """
                {"model":"gpt-up","messages":[{"role":"system","content":"S"},
                 {"role":"user","content":[{"type":"text","text":"What?"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                  {"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]},
                 {"role":"assistant","content":"Look.","tool_calls":[
                  {"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}}]},
                 {"role":"tool","tool_call_id":"t1","content":"one"},
                 {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,BBBB"}},
                  {"type":"text","text":"Go on."}]}],
                 "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],
                 "max_completion_tokens":9,"temperature":0.50,"stop":["X"],
                 "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
                 "user":"u"}
                """));
    JsonNode told = answer.json();
    assertThat(told.path("type").stringValue()).isEqualTo("message");
    assertThat(told.path("content")).isEqualTo(json("[{\"type\":\"text\",\"text\":\"Zwölf\"}]"));
    assertThat(told.path("stop_reason").stringValue()).isEqualTo("end_turn");
    assertThat(told.path("usage"))
        .isEqualTo(
            json(
                "{\"input_tokens\":5,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":2,\"output_tokens\":3}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"mcp_servers\":[{}]; mcp_servers",
        "\"inference_geo\":\"eu\"; inference_geo",
        "\"container\":\"c\"; container",
        "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]; tools[0]",
        "\"output_config\":{\"novel\":1}; output_config.novel",
        "\"system\":[{\"type\":\"search_result\"}]; messages",
        "\"system\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"aGk=\"}}]; messages"
      })
  void refusesWhatOpenAiCannotBeTold(String field, String name) throws Exception {
    Received answer = gateway.client().post(MESSAGES, message("gpt", field));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(answer.json().at("/error/param").stringValue()).isEqualTo(name);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void streamsOpenAiToAClientOfAnthropic() throws Exception {
    upstream.next(
        Reply.sse(
            "{\"model\":\"gpt-up\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Zwölf\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}",
            "[DONE]"));

    try (EventStream stream =
        gateway.client().stream(MESSAGES, message("gpt", "\"stream\":true"))) {
      assertThat(stream.rest())
          .extracting(event -> event.name())
          .containsExactly(
              "message_start",
              "content_block_start",
              "content_block_delta",
              "content_block_stop",
              "content_block_start",
              "content_block_delta",
              "content_block_stop",
              "message_delta",
              "message_stop");
      assertThat(new String(stream.received(), StandardCharsets.UTF_8))
          .contains("\"model\":\"gpt-up\"", "\"stop_reason\":\"tool_use\"", "\"output_tokens\":3")
          .doesNotContain("[DONE]");
    }
    assertThat(upstream.take().text()).contains("\"include_usage\":true");
  }

  @Test
  void showsACutStreamOfOpenAiAsCut() throws Exception {
    String chunk = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}";
    upstream.next(Reply.sse(chunk, chunk).cutAfter(chunk.length() + 20));

    assertBreaks(MESSAGES, message("gpt", "\"stream\":true"), "message_stop");
  }

  @Test
  void makesNoEndUpForAStreamThatHadNone() throws Exception {
    upstream.next(
        Reply.sse("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"),
        Streams.reply(
            "{\"type\":\"message_start\",\"message\":{\"model\":\"m\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}"));

    assertBreaks(MESSAGES, message("gpt", "\"stream\":true"), "message_stop");
    assertBreaks(CHAT, chat("\"stream\":true"), "[DONE]");
  }

  private void assertBreaks(String path, String request, String end) throws Exception {
    try (EventStream stream = gateway.client().stream(path, request)) {
      assertThatThrownBy(stream::rest).isInstanceOf(IOException.class);
      assertThat(new String(stream.received(), StandardCharsets.UTF_8))
          .contains("upstream_cut")
          .doesNotContain(end);
      assertThat(gateway.record(stream.requestId()).outcome()).isEqualTo(Outcome.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"429,rate_limit_error", "401,authentication_error", "500,api_error"})
  void tellsErrorsOfOpenAiInAnthropicsShape(String pair) throws Exception {
    int status = Integer.parseInt(pair.substring(0, 3));
    upstream.next(
        Reply.json("{\"error\":{\"message\":\"no\"}}").status(status).header("retry-after", "7"));

    Received answer = gateway.client().post(MESSAGES, message("gpt", "\"top_k\":1"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("type").stringValue()).isEqualTo("error");
    assertThat(answer.json().at("/error/type").stringValue()).isEqualTo(pair.substring(4));
    assertThat(answer.json().at("/error/message").stringValue()).isEqualTo("no");
    assertThat(answer.json().path("request_id").stringValue()).isEqualTo(answer.requestId());
    assertThat(answer.headers().value("retry-after")).isEqualTo("7");
  }

  @Test
  void fallsBackToAProviderOfAnotherProtocol() throws Exception {
    upstream.on("/v1/messages", Reply.json("{}").status(529));
    upstream.on("/v1/chat/completions", Reply.json(COMPLETION));

    Received answer = gateway.client().post(MESSAGES, message("safe", "\"top_k\":1"));

    assertThat(answer.json().at("/content/0/text").stringValue()).isEqualTo("Zwölf");
    assertThat(gateway.record(answer.requestId()).decision().attempts()).hasSize(2);
  }

  @Test
  void asksATargetThatSpeaksTheClientsProtocolForWhatCannotBeTranslated() throws Exception {
    upstream.on("/v1/chat/completions", Reply.json(COMPLETION));

    Received answer =
        gateway.client().post(CHAT, chat("\"logprobs\":true").replace("claude", "safe"));

    assertThat(answer.text()).isEqualTo(COMPLETION);
    assertThat(upstream.take().text()).contains("\"logprobs\":true");
  }

  @Test
  void forbidsParallelCallsOnlyWhereCallsAreAllowed() throws Exception {
    upstream.next(Reply.json(MESSAGE));

    gateway
        .client()
        .post(
            CHAT,
            chat(
                "\"tool_choice\":\"none\",\"parallel_tool_calls\":false,"
                    + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"));

    JsonNode sent = Json.parse(upstream.take().body());
    assertThat(sent.path("tool_choice")).isEqualTo(json("{\"type\":\"none\"}"));
    assertThat(sent.at("/tools/0/input_schema"))
        .isEqualTo(json("{\"type\":\"object\",\"properties\":{}}"));
  }

  @Test
  void translatesFilesAndFormsBothWays() throws Exception {
    String schema = "{\"type\":\"object\"}";
    upstream.next(Reply.json(MESSAGE), Reply.json(COMPLETION));

    gateway
        .client()
        .post(
            CHAT,
            """
            {"model":"claude","messages":[{"role":"user","content":[{"type":"file","file":
              {"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}]}],
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":%s}}}
            """
                .formatted(schema));
    JsonNode own = Json.parse(upstream.take().body());
    assertThat(own.at("/messages/0/content/0"))
        .isEqualTo(
            json(
                """
                {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"QQ=="},
                 "title":"a.pdf"}
                """));
    assertThat(own.path("output_config"))
        .isEqualTo(json("{\"format\":{\"type\":\"json_schema\",\"schema\":" + schema + "}}"));

    gateway.client().post(MESSAGES, own.toString().replace("claude-up", "gpt"));
    JsonNode back = Json.parse(upstream.take().body());
    assertThat(back.at("/messages/0/content/0/file"))
        .isEqualTo(
            json("{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,QQ==\"}"));
    assertThat(back.at("/response_format/json_schema/schema")).isEqualTo(json(schema));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]",
        "[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\",\"format\":\"wav\"}}]",
        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"nonsense\"}}]",
        "[{\"type\":\"novel\"}]"
      })
  void refusesPartsThatAnthropicCannotBeTold(String content) throws Exception {
    Received answer =
        gateway
            .client()
            .post(
                CHAT,
                "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":"
                    + content
                    + "}]}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/error/param").stringValue()).isEqualTo("messages");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void reachesTheSimulatedProvider() throws Exception {
    Received answer = gateway.client().post(MESSAGES, message("fake", "\"system\":\"Be short.\""));
    assertThat(answer.json().at("/content/0/text").stringValue()).isNotBlank();
    assertThat(answer.json().at("/usage/output_tokens").intValue()).isPositive();

    try (EventStream stream =
        gateway.client().stream(MESSAGES, message("fake", "\"stream\":true"))) {
      assertThat(stream.rest().getLast().name()).isEqualTo("message_stop");
    }
    Received count =
        gateway.client().post(MESSAGES + "/count_tokens", message("fake", "\"top_k\":1"));
    assertThat(count.json().path("input_tokens").intValue()).isPositive();
  }

  @Test
  void saysThatOpenAiCountsNoTokens() throws Exception {
    Received count =
        gateway.client().post(MESSAGES + "/count_tokens", message("gpt", "\"top_k\":1"));

    assertThat(count.status()).isEqualTo(501);
    assertThat(count.json().at("/error/code").stringValue()).isEqualTo("operation_not_supported");
  }

  private static String chat(String field) {
    return "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
        + field
        + "}";
  }

  private static String message(String model, String field) {
    return "{\"model\":\""
        + model
        + "\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi there\"}],"
        + field
        + "}";
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
