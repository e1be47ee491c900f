package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.http.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFieldsTest {
  @Test
  void readsTheFieldsWhereverTheyStand() {
    RequestFields fields =
        read(
            Endpoint.CHAT,
            """
            {"messages":[{"role":"user","content":"model"}],"metadata":{"model":"no","stream":false},
             "stream_options":{"include_obfuscation":false,"include_usage":true},"user":"u-1",
             "stream":true,"model":"chat"}
            """);

    assertThat(fields.model()).isEqualTo("chat");
    assertThat(fields.stream()).isTrue();
    assertThat(fields.includeUsage()).isTrue();
    assertThat(fields.user()).isEqualTo("u-1");
  }

  @Test
  void takesTheSafetyIdentifierForTheUser() {
    assertThat(
            read(
                    Endpoint.CHAT,
                    "{\"model\":\"m\",\"messages\":[{}],\"safety_identifier\":\"s\",\"user\":null}")
                .user())
        .isEqualTo("s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"model\":\"m\",\"messages\":[{}]",
        "{\"model\":\"m\",\"messages\":[{}]}x",
        "{\"model\":\"m\",\"messages\":[{}]}{}",
        "{\"model\":\"m\",\"messages\":[{}],}",
        "{\"model\":\"m\",\"model\":\"n\",\"messages\":[{}]}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]}",
        "{model:\"m\"}",
        "{\"model\":'m'}",
        "{\"model\":\"m\",\"messages\":[{}],\"n\":01}",
        "{\"model\":\"m\",\"messages\":[{}],\"n\":NaN}",
        "{\"model\":\"m\",\"messages\":[{}],\"x\":\"\u0001\"}",
        "[]",
        "\"text\"",
        "null"
      })
  void refusesWhatIsNoStrictJsonObject(String json) {
    Problem problem = Requests.problem(() -> read(Endpoint.CHAT, json));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("malformed_json");
  }

  @Test
  void refusesOtherEncodings() {
    byte[] utf16 = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_16LE);
    byte[] latin = "{\"model\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Requests.problem(() -> RequestFields.read(Endpoint.JSON, utf16)).code())
        .isEqualTo("malformed_json");
    assertThat(Requests.problem(() -> RequestFields.read(Endpoint.JSON, latin)).code())
        .isEqualTo("malformed_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT | {'messages':[{}]} | model_required | model",
        "CHAT | {'model':null,'messages':[{}]} | model_required | model",
        "CHAT | {'model':'','messages':[{}]} | model_required | model",
        "CHAT | {'model':7,'messages':[{}]} | malformed_request | model",
        "CHAT | {'model':'m'} | malformed_request | messages",
        "CHAT | {'model':'m','messages':'hi'} | malformed_request | messages",
        "CHAT | {'model':'m','messages':{}} | malformed_request | messages",
        "CHAT | {'model':'m','messages':null} | malformed_request | messages",
        "CHAT | {'model':'m','messages':[]} | malformed_request | messages",
        "CHAT | {'model':'m','messages':[{},'x']} | malformed_request | messages[1]",
        "CHAT | {'model':'m','messages':[{}],'stream':'yes'} | malformed_request | stream",
        "CHAT | {'model':'m','messages':[{}],'stream_options':1} | malformed_request"
            + " | stream_options",
        "CHAT | {'model':'m','messages':[{}],'stream_options':{'include_usage':1}}"
            + " | malformed_request | stream_options.include_usage",
        "CHAT | {'model':'m','messages':[{}],'tools':{}} | malformed_request | tools",
        "CHAT | {'model':'m','messages':[{}],'user':1} | malformed_request | user",
        "COMPLETIONS | {'prompt':'x'} | model_required | model",
        "EMBEDDINGS | {'model':'m'} | malformed_request | input",
        "EMBEDDINGS | {'model':'m','input':{}} | malformed_request | input",
        "EMBEDDINGS | {'model':'m','input':'x','encoding_format':4} | malformed_request"
            + " | encoding_format",
      })
  void namesTheFieldAtFault(Endpoint endpoint, String json, String code, String param) {
    Problem problem = Requests.problem(() -> read(endpoint, json.replace('\'', '"')));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.param()).isEqualTo(param);
  }

  @Test
  void asksLittleOfOperationsItDoesNotKnow() {
    assertThat(read(Endpoint.JSON, "{\"input\":[{\"any\":1}],\"stream\":true}"))
        .isEqualTo(new RequestFields(null, true, false, null, false, null));
    assertThat(read(Endpoint.JSON, "{\"model\":{\"a\":1},\"stream\":\"x\"}"))
        .isEqualTo(RequestFields.NONE);
    assertThat(read(Endpoint.JSON, "[1,2]")).isEqualTo(RequestFields.NONE);
  }

  private static RequestFields read(Endpoint endpoint, String json) {
    return RequestFields.read(endpoint, json.getBytes(StandardCharsets.UTF_8));
  }
}
