package dev.gatehouse.plugins.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.transform.TransformConfig.JsonEdits;
import dev.gatehouse.sdk.http.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JsonEditorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                | /a         | 1       | {"a":1}
          {"a":0}           | /a         | 1       | {"a":1}
          {}                | /a/b/c     | 1       | {"a":{"b":{"c":1}}}
          {"a":null}        | /a/b       | 1       | {"a":{"b":1}}
          {"a":"text"}      | /a/b       | 1       | {"a":"text"}
          {"a":[1,2]}       | /a/1       | 3       | {"a":[1,3]}
          {"a":[1,2]}       | /a/2       | 3       | {"a":[1,2]}
          {"a":[1,2]}       | /a/x       | 3       | {"a":[1,2]}
          {"a":[1,2]}       | /a/-       | 3       | {"a":[1,2,3]}
          {"a":[{"b":1}]}   | /a/0/b     | {"c":2} | {"a":[{"b":{"c":2}}]}
          {"a":[{"b":1}]}   | /a/1/b     | 2       | {"a":[{"b":1}]}
          {}                | /a~1b/c~0d | 1       | {"a/b":{"c~d":1}}
          {}                | /          | 1       | {"":1}
          """)
  void setsAValueAndMakesTheObjectsOnTheWay(
      String document, String pointer, String value, String expected) {
    assertThat(edit(new JsonEdits(Map.of(pointer, json(value)), List.of(), null), document))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":2}     | /a         | {"b":2}
          {"b":2}           | /a         | {"b":2}
          {"a":{"b":1}}     | /a/b       | {"a":{}}
          {"a":1}           | /a/b/c     | {"a":1}
          {"a":[1,2,3]}     | /a/1       | {"a":[1,3]}
          {"a":[1,2,3]}     | /a/3       | {"a":[1,2,3]}
          {"a":[1,2,3]}     | /a/-       | {"a":[1,2,3]}
          {"a/b":1,"c":2}   | /a~1b      | {"c":2}
          """)
  void takesAValueAwayWhereThereIsOne(String document, String pointer, String expected) {
    assertThat(edit(new JsonEdits(Map.of(), List.of(pointer), null), document)).isEqualTo(expected);
  }

  // The table of RFC 7396, appendix A, as far as target and patch are objects.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":"b"}           | {"a":"c"}                       | {"a":"c"}
          {"a":"b"}           | {"b":"c"}                       | {"a":"b","b":"c"}
          {"a":"b"}           | {"a":null}                      | {}
          {"a":"b","b":"c"}   | {"a":null}                      | {"b":"c"}
          {"a":["b"]}         | {"a":"c"}                       | {"a":"c"}
          {"a":"c"}           | {"a":["b"]}                     | {"a":["b"]}
          {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}}        | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}   | {"a":[1]}                       | {"a":[1]}
          {"e":null}          | {"a":1}                         | {"e":null,"a":1}
          {}                  | {"a":{"bb":{"ccc":null}}}       | {"a":{"bb":{}}}
          """)
  void mergesAsTheStandardSays(String document, String patch, String expected) {
    assertThat(edit(new JsonEdits(Map.of(), List.of(), json(patch)), document)).isEqualTo(expected);
  }

  @Test
  void givesEachDocumentAValueOfItsOwn() {
    JsonEditor editor =
        new JsonEditor(new JsonEdits(Map.of("/a", json("{\"n\":[]}")), List.of(), null));
    ObjectNode first = (ObjectNode) json("{}");
    ObjectNode second = (ObjectNode) json("{}");
    editor.edit(first);
    ((ObjectNode) first.get("a")).put("n", 1);

    editor.edit(second);

    assertThat(second).hasToString("{\"a\":{\"n\":[]}}");
  }

  private static String edit(JsonEdits edits, String document) {
    ObjectNode json = (ObjectNode) json(document);
    new JsonEditor(edits).edit(json);
    return new String(Json.write(json), UTF_8);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(UTF_8));
  }
}
