package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

class OpenAiRequestTest {
  @Test
  void readsMessagesOfEveryKind() throws IOException {
    Conversation conversation =
        Requests.chat(
                """
                {"model":"m","temperature":0.70,"messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":[
                    {"type":"text","text":"What is this?"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                    {"type":"image_url","image_url":{"url":"https://example.org/cat.jpg"}},
                    {"type":"input_audio","input_audio":{"data":"BBBB","format":"wav"}},
                    {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CC"}},
                    {"type":"novel","x":1}]},
                  {"role":"assistant","reasoning_content":"hm","content":null,"refusal":"no","tool_calls":[
                    {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{}"}}]},
                  {"role":"tool","tool_call_id":"call_1","content":"sunny"}],
                 "tools":[{"type":"function","function":{"name":"weather","description":"d","parameters":{"type":"object"}}}]}
                """)
            .conversation();

    assertThat(conversation.messages())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "tool");
    assertThat(conversation.messages().get(1).parts())
        .extracting(Part::kind)
        .containsExactly(
            Part.Kind.TEXT,
            Part.Kind.IMAGE,
            Part.Kind.IMAGE,
            Part.Kind.AUDIO,
            Part.Kind.FILE,
            Part.Kind.OTHER);
    Part image = conversation.messages().get(1).parts().get(1);
    assertThat(image.mediaType()).isEqualTo("image/png");
    assertThat(image.data()).isEqualTo("data:image/png;base64,AAAA");
    assertThat(conversation.messages().get(1).parts().get(3).mediaType()).isEqualTo("audio/wav");
    Part file = conversation.messages().get(1).parts().get(4);
    assertThat(file.mediaType()).isEqualTo("application/pdf");
    assertThat(file.name()).isEqualTo("a.pdf");
    assertThat(conversation.messages().get(2).parts())
        .extracting(Part::kind)
        .containsExactly(Part.Kind.REASONING, Part.Kind.REFUSAL, Part.Kind.TOOL_CALL);
    Part result = conversation.messages().get(3).parts().getFirst();
    assertThat(result.kind()).isEqualTo(Part.Kind.TOOL_RESULT);
    assertThat(result.text()).isEqualTo("sunny");
    assertThat(result.callId()).isEqualTo("call_1");
    assertThat(conversation.tools())
        .singleElement()
        .satisfies(tool -> assertThat(tool.name()).isEqualTo("weather"));
    assertThat(conversation.parameters()).containsOnlyKeys("temperature");
  }

  @Test
  void readsPromptsAsMessagesOfTheUser() throws IOException {
    assertThat(
            Requests.post("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}")
                .conversation()
                .messages())
        .containsExactly(Message.of("user", "a"), Message.of("user", "b"));
  }

  @Test
  void readsInputsOfEveryShape() throws IOException {
    assertThat(inputs("\"a\"")).containsExactly("a");
    assertThat(inputs("[\"a\",\"b\"]")).containsExactly("a", "b");
    assertThat(inputs("[1,2]")).containsExactly("1 2");
    assertThat(inputs("[[1,2],[3]]")).containsExactly("1 2", "3");
  }

  private static java.util.List<String> inputs(String input) throws IOException {
    return Requests.post("/v1/embeddings", "{\"model\":\"m\",\"input\":" + input + "}").inputs();
  }

  @Test
  void seesEditsOfTheBody() throws IOException {
    Body body = Body.of(Requests.bytes("{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}]}"));
    OpenAiRequest request = Requests.request(Requests.head("POST", "/v1/chat/completions"), body);
    assertThat(request.model()).isEqualTo("a");

    body.field("model", StringNode.valueOf("b"));
    assertThat(request.model()).isEqualTo("b");

    body.edit().put("model", "c");
    assertThat(request.model()).isEqualTo("c");
  }

  @Test
  void putsASystemMessageBeforeAllOthers() throws IOException {
    Body body =
        Body.of(
            Requests.bytes(
                "{\"model\":\"m\",\"n\":1.10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
    OpenAiRequest request = Requests.request(Requests.head("POST", "/v1/chat/completions"), body);

    request.addSystem("Rhyme.");

    assertThat(request.conversation().messages().getFirst())
        .isEqualTo(new Message("system", request.conversation().messages().getFirst().parts()));
    assertThat(new String(body.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model\":\"m\",\"n\":1.10,\"messages\":[{\"role\":\"system\",\"content\":\"Rhyme.\"},"
                + "{\"role\":\"user\",\"content\":\"hi\"}]}");
  }

  @Test
  void leavesOtherOperationsWithoutASystemMessage() throws IOException {
    Body body = Body.of(Requests.bytes("{\"model\":\"m\",\"input\":\"x\"}"));

    Requests.request(Requests.head("POST", "/v1/embeddings"), body).addSystem("Rhyme.");

    assertThat(body.edited()).isFalse();
  }

  @Test
  void neverReadsABodyThatNamesNoModel() throws IOException {
    Body untouchable =
        Body.arriving(
            (buffer, offset, length) -> {
              throw new AssertionError("the body was read");
            },
            -1);
    OpenAiRequest request =
        Requests.request(
            Requests.head("POST", "/v1/files", "content-type", "multipart/form-data; boundary=b"),
            untouchable);

    assertThat(request.model()).isNull();
    assertThat(request.stream()).isFalse();
    assertThat(request.user()).isEmpty();
  }

  @Test
  void findsAndReplacesTheModelOfAForm() throws IOException {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\n"
            + "Content-Type: audio/wav\r\n\r\nRIFF name=\"model\"\r\n\r\nx\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--b--\r\n";
    OpenAiRequest request =
        Requests.request(
            Requests.head(
                "POST",
                "/v1/audio/transcriptions",
                "content-type",
                "multipart/form-data; boundary=\"b\""),
            Body.of(Requests.bytes(form)));

    assertThat(request.model()).isEqualTo("whisper");
    assertThat(new String(request.naming("whisper-large-3").bytes(), StandardCharsets.UTF_8))
        .isEqualTo(form.replace("whisper", "whisper-large-3"));
  }

  @Test
  void takesAMalformedFormForOneWithoutModel() throws IOException {
    OpenAiRequest request =
        Requests.request(
            Requests.head(
                "POST", "/v1/audio/speech", "content-type", "multipart/form-data; boundary=b"),
            Body.of(Requests.bytes("--b\r\nname=\"model\"")));

    assertThat(request.model()).isNull();
  }
}
