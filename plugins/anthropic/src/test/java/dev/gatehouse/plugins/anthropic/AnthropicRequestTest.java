package dev.gatehouse.plugins.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Body;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicRequestTest {
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; \"New.\"",
        ",\"system\":\"\"; \"New.\"",
        ",\"system\":\"Old.\"; \"New.\\n\\nOld.\"",
        ",\"system\":[{\"type\":\"text\",\"text\":\"Old.\"}]; [{\"type\":\"text\",\"text\":\"New.\"},{\"type\":\"text\",\"text\":\"Old.\"}]"
      })
  void addsAnInstructionBeforeThoseThereAre(String system, String then) throws IOException {
    Body body = Requests.body(ASK.formatted(system));
    AiRequest request = Requests.message(body);
    assertThat(request.conversation().messages()).isNotEmpty();

    request.addSystem("New.");

    assertThat(body.json().path("system")).isEqualTo(Requests.json(then));
    Message first = request.conversation().messages().getFirst();
    assertThat(first.role()).isEqualTo("system");
    assertThat(first.text()).startsWith("New.");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/messages, chat",
    "POST, /v1/messages/count_tokens, token_count",
    "GET, /v1/models, models",
    "GET, /v1/models/a, models",
    "POST, /v1/messages/batches, other",
    "GET, /v1/messages/batches/b, other"
  })
  void knowsWhatIsAsked(String method, String path, String operation) {
    assertThat(Requests.PROTOCOL.read(Requests.head(method, path), Body.empty()).operation())
        .isEqualTo(new Operation(operation));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, '', true",
    "/v1/messages/count_tokens, '', true",
    "/v1/messagesX, '', false",
    "/v1/models, '', false",
    "/v1/models, 2023-06-01, true",
    "/v1/files, 2023-06-01, true",
    "/other, 2023-06-01, false"
  })
  void claimsWhatIsOfItsApi(String path, String version, boolean claimed) {
    assertThat(
            Requests.PROTOCOL.matches(
                version.isEmpty()
                    ? Requests.head("POST", path)
                    : Requests.head("POST", path, "anthropic-version", version)))
        .isEqualTo(claimed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"tool_choice\":{\"type\":\"auto\"}; tool_choice; \"auto\"",
        "\"tool_choice\":{\"type\":\"none\"}; tool_choice; \"none\"",
        "\"tool_choice\":{\"type\":\"any\"}; tool_choice; \"required\"",
        "\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true}; parallel_tool_calls; false",
        "\"max_tokens\":7; max_completion_tokens; 7",
        "\"stop_sequences\":[\"x\"]; stop; [\"x\"]",
        "\"temperature\":0.50; temperature; 0.50",
        "\"output_config\":{\"effort\":\"low\"}; output_config.effort; \"low\"",
        "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}; response_format; {\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}"
      })
  void namesParametersNeutrally(String field, String name, String value) throws IOException {
    assertThat(Requests.message(ASK.formatted("," + field)).conversation().parameters())
        .containsExactlyInAnyOrderEntriesOf(
            name.equals("parallel_tool_calls")
                ? java.util.Map.of(
                    name, Requests.json(value), "tool_choice", Requests.json("\"required\""))
                : java.util.Map.of(name, Requests.json(value)));
  }

  @Test
  void readsEveryKindOfBlock() throws IOException {
    Conversation conversation =
        Requests.message(
                """
                {"model":"m","messages":[{"role":"user","content":[
                 {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"QQ=="}},
                 {"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain"}},
                 {"type":"image","source":{"type":"file","file_id":"f"}},
                 {"type":"thinking","thinking":"hm","signature":"s"},
                 {"type":"redacted_thinking","data":"x"},
                 {"type":"novel"}]}]}
                """)
            .conversation();

    assertThat(conversation.messages()).hasSize(1);
    assertThat(conversation.messages().getFirst().parts())
        .extracting(Part::kind)
        .containsExactly(
            Part.Kind.FILE,
            Part.Kind.TEXT,
            Part.Kind.OTHER,
            Part.Kind.REASONING,
            Part.Kind.REASONING,
            Part.Kind.OTHER);
    Part file = conversation.messages().getFirst().parts().getFirst();
    assertThat(file.name()).isEqualTo("a.pdf");
    assertThat(file.data()).isEqualTo("data:application/pdf;base64,QQ==");
  }

  @Test
  void countsTokensWithoutStreaming() throws IOException {
    AiRequest request =
        Requests.PROTOCOL.read(
            Requests.head("POST", "/v1/messages/count_tokens"),
            Requests.body(ASK.formatted(",\"stream\":true")));

    assertThat(request.stream()).isFalse();
    assertThat(request.conversation().messages()).hasSize(1);
  }
}
