package dev.gatehouse.plugins.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.Option;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyConfigTest {
  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(ApiKeyConfig.class.getRecordComponents())
        .extracting(component ->
            component.getName() + "=" + component.getAnnotation(Option.class).defaultValue())
        .containsExactly("headers=");
    assertThat(new ApiKeyConfig(List.of()).headers()).containsExactly("x-api-key", "api-key");
  }

  @Test
  void looksIntoTheHeadersNamedOnly() {
    assertThat(new ApiKeyConfig(List.of("X-Team-Key")).headers()).containsExactly("X-Team-Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "ä", "x\r\ny"})
  void refusesWhatIsNoNameOfAHeader(String name) {
    assertThatThrownBy(() -> new ApiKeyConfig(List.of(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("headers: \"" + name + "\" is no name of a header field");
  }
}
