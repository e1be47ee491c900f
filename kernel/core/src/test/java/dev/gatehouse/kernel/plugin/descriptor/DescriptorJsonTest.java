package dev.gatehouse.kernel.plugin.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorJsonTest {
  private static final PluginDescriptor WEATHER =
      new PluginDescriptor(
          "weather",
          "1.2.0",
          "Weather",
          null,
          null,
          "Apache-2.0",
          null,
          "[0.1,0.2)",
          25,
          List.of(
              new ExtensionDescriptor(
                  "filter",
                  "weather",
                  "transform",
                  "open",
                  250,
                  4,
                  true,
                  false,
                  false,
                  "Adds the weather.",
                  "META-INF/gatehouse/schema/filter-weather.json")),
          new Permissions(List.of("api.example.com"), List.of("env:WEATHER_"), true, false));

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(DescriptorJson.read(DescriptorJson.write(WEATHER))).isEqualTo(WEATHER);
  }

  @Test
  void keysAreInKebabCase() {
    assertThat(new String(DescriptorJson.write(WEATHER), UTF_8))
        .contains("\"on-error\" : \"open\"", "\"timeout-ms\" : 250", "\"key-value\" : true");
  }

  @Test
  void whatIsLeftOutIsNothing() {
    PluginDescriptor read =
        DescriptorJson.read(
            "{\"id\":\"a\",\"version\":\"1\",\"sdk\":\"[0.1,0.2)\",\"java\":25}".getBytes(UTF_8));
    assertThat(read.extensions()).isEmpty();
    assertThat(read.permissions()).isEqualTo(Permissions.NONE);
  }

  @Test
  void anUnknownKeyIsRefusedWithItsPlaceAndTheKnownOnes() {
    assertThatThrownBy(() ->
            DescriptorJson.read(
                "{\"id\":\"a\",\"version\":\"1\",\"sdk\":\"x\",\"permissions\":{\"egres\":[]}}"
                    .getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "META-INF/gatehouse/plugin.json permissions.egres: unknown key; known are admin,"
                + " egress, key-value, secrets");
  }

  @Test
  void aRepeatedKeyIsRefused() {
    assertThatThrownBy(() -> DescriptorJson.read("{\"id\":\"a\",\"id\":\"b\"}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> DescriptorJson.read("nope".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not JSON");
  }

  @Test
  void aMissingIdIsRefused() {
    assertThatThrownBy(() -> DescriptorJson.read("{\"version\":\"1\"}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }
}
