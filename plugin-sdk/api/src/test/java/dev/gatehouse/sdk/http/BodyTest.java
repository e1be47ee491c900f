package dev.gatehouse.sdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

class BodyTest {
  private static Body body(String text) {
    return Body.of(text.getBytes(UTF_8));
  }

  private static String text(Body body) throws Exception {
    return new String(body.bytes(), UTF_8);
  }

  @Test
  void leavesUntouchedBytesAsTheyCameEvenWhenTheyWereParsed() throws Exception {
    String odd =
        "{ \"a\" : 1.50e+02,\t\"big\":123456789012345678901234567890 , \"u\":\"\\u00e9é\" }\n";
    Body body = body(odd);

    assertThat(body.json().get("a").decimalValue()).isEqualByComparingTo("150");
    assertThat(text(body)).isEqualTo(odd);
    assertThat(body.edited()).isFalse();
  }

  @Test
  void keepsEveryDigitOfNumbersWhenTheTreeIsEdited() throws Exception {
    Body body = body("{\"n\":1.10,\"big\":123456789012345678901234567890.12345678901234567890}");

    body.edit().put("added", true);

    assertThat(text(body))
        .isEqualTo(
            "{\"n\":1.10,\"big\":123456789012345678901234567890.12345678901234567890,\"added\":true}");
    assertThat(body.edited()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"model":"a"}                         | {"model":"NEW"}
          { "x":{"model":"inner"} , "model" : "a\\"b" ,"z":[1,2]} | { "x":{"model":"inner"} , "model" : "NEW" ,"z":[1,2]}
          {"model":12.5,"z":1}                  | {"model":"NEW","z":1}
          {"model":{"deep":[{}]},"z":1}         | {"model":"NEW","z":1}
          {"z":"é😀","model":null}               | {"z":"é😀","model":"NEW"}
          {"z":1}                               | {"model":"NEW","z":1}
          {}                                    | {"model":"NEW"}
          """)
  void replacesOneTopLevelFieldAndNoOtherByte(String before, String after) throws Exception {
    Body body = body(before);

    body.field("model", StringNode.valueOf("NEW"));

    assertThat(text(body)).isEqualTo(after);
    assertThat(body.json().get("model").stringValue()).isEqualTo("NEW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{} {}", "{\"a\":", "", "{'a':1}", "nope"})
  void refusesWhatIsNotOneStrictJsonDocument(String text) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> body(text).json());

    assertThat(refused.problem().status()).isEqualTo(400);
    assertThat(refused.problem().code()).isEqualTo("malformed_json");
  }

  @Test
  void doesNotRepeatContentInItsComplaint() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> body("{\"k\":\"s3cret\" s3cret}").json());

    assertThat(refused.problem().detail()).contains("line 1").doesNotContain("s3cret");
    assertThat(refused.getMessage()).doesNotContain("s3cret");
  }

  @Test
  void holdsAnArrivingBodyOnlyWhenItIsAskedFor() throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream("hello".getBytes(UTF_8));
    Body body = Body.arriving(in::read, -1);
    assertThat(body.held()).isFalse();

    assertThat(text(body)).isEqualTo("hello");
    assertThat(body.held()).isTrue();
    assertThat(body.takeSource()).isNull();
  }

  @Test
  void tellsABodyThatEndsEarlyFromAWholeOne() {
    ByteArrayInputStream in = new ByteArrayInputStream("hel".getBytes(UTF_8));

    assertThatThrownBy(() -> Body.arriving(in::read, 5).bytes()).isInstanceOf(EOFException.class);
  }
}
