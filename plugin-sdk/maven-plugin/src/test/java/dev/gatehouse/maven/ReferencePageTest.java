package dev.gatehouse.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final ExtensionDescriptor GREET =
      new ExtensionDescriptor(
          "filter", "greet", "transform", "closed", 1000, 0, true, false, false, "Greets.", "s");
  private static final PluginDescriptor PLUGIN =
      new PluginDescriptor(
          "greet",
          "1.0.0",
          null,
          null,
          null,
          null,
          null,
          "[0.1,0.2)",
          25,
          List.of(GREET),
          Permissions.NONE);

  @Test
  void tellsEachKeyWithItsTypeDefaultAndMeaning() {
    String page =
        ReferencePage.of(
            PLUGIN,
            GREET,
            Json.parse(
                """
                {"type":"object","required":["name"],"properties":{
                  "name":{"type":"string","description":"Whom | what to greet."},
                  "tone":{"enum":["warm","cold"],"default":"warm","description":"How."},
                  "more":{"type":"array","description":"Others.","items":{"type":"object",
                    "properties":{"at":{"type":"integer","description":"When, in hours."}}}}}}
                """
                    .getBytes(StandardCharsets.UTF_8)));

    assertThat(page)
        .startsWith("# `greet`\n\nGreets.\n")
        .contains("| stage | TRANSFORM |")
        .contains("| `name` | string | required | Whom \\| what to greet. |")
        .contains("| `tone` | `warm`, `cold` | `\"warm\"` | How. |")
        .contains("| `more` | list of keys below |  | Others. |")
        .contains("### `more`")
        .contains("| `at` | integer |  | When, in hours. |");
  }
}
