package dev.gatehouse.plugins.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.plugins.transform.TransformConfig.Edits;
import dev.gatehouse.plugins.transform.TransformConfig.JsonEdits;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TransformConfigTest {
  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(keys(TransformConfig.class))
        .containsExactly(
            "models=", "operations=", "systemPrompt=", "request=", "response=", "events=");
    assertThat(keys(Edits.class))
        .containsExactly(
            "setHeaders=", "addHeaders=", "removeHeaders=", "set=", "remove=", "merge=");
    assertThat(keys(JsonEdits.class)).containsExactly("set=", "remove=", "merge=");
  }

  private static List<String> keys(Class<? extends Record> config) {
    return Arrays.stream(config.getRecordComponents())
        .map(component ->
            component.getName() + "=" + component.getAnnotation(Option.class).defaultValue())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a/0", "/a/-", "/a~1b", "/a~0b", "/", "/ä ö"})
  void takesEveryPointerToAPlaceInsideADocument(String pointer) {
    JsonEdits edits = new JsonEdits(Map.of(pointer, json("1")), List.of(pointer), null);

    assertThat(edits.none()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "/a~2", "/a~"})
  void refusesWhatIsNoPointerToAPlaceInsideADocument(String pointer) {
    assertThatThrownBy(() -> new JsonEdits(Map.of(), List.of(pointer), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + pointer + "\" is no JSON Pointer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "content-length",
        "Transfer-Encoding",
        "Host",
        "cookie",
        "Set-Cookie",
        "Authorization",
        "X-Api-Key",
        "api-key",
        "proxy-authorization"
      })
  void leavesFramingAndCredentialsToTheirOwners(String name) {
    assertThatThrownBy(
            () -> new Edits(Map.of(), Map.of(name, "x"), List.of(), Map.of(), List.of(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " cannot be edited");
  }

  @Test
  void mergesObjectsOnly() {
    assertThatThrownBy(() -> new JsonEdits(Map.of(), List.of(), json("[1]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("merge: expected names with values");
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
