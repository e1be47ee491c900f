package dev.gatehouse.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.log.CapturedBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BodyJsonTest {
  private static final byte[] TEXT = "grüße".getBytes(StandardCharsets.UTF_8);

  @Test
  void showsTextAsText() {
    assertThat(json(CapturedBody.of(TEXT, TEXT.length), null).get("bodyText").asString())
        .isEqualTo("grüße");
  }

  @Test
  void leavesOutACharacterThatTheBoundCutInTwo() {
    byte[] cut = Arrays.copyOf(TEXT, 3);

    ObjectNode json = json(CapturedBody.of(cut, TEXT.length), null);

    assertThat(json.get("bodyText").asString()).isEqualTo("gr");
    assertThat(json.get("captured").asInt()).isEqualTo(3);
    assertThat(json.get("length").asInt()).isEqualTo(TEXT.length);
  }

  @Test
  void showsOtherBytesInBase64() {
    byte[] bytes = {(byte) 0xFF, 0, 1};

    assertThat(json(CapturedBody.of(bytes, 3), null).get("bodyBase64").asString())
        .isEqualTo("/wAB");
    assertThat(json(CapturedBody.of(TEXT, TEXT.length), "gzip").has("bodyText")).isFalse();
  }

  private static ObjectNode json(CapturedBody body, String encoding) {
    ObjectNode json = ItemJson.NODES.objectNode();
    BodyJson.put(json, body, encoding);
    return json;
  }
}
