package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts other text in the place of that of the choices, whole and streamed. What quotes the text,
/// as the probabilities of its tokens do, is taken away where it changes.
final class ChoiceText {
  private final TextMapper mapper;
  private boolean changed;

  private ChoiceText(TextMapper mapper) {
    this.mapper = mapper;
  }

  static byte[] inAnswer(byte[] answer, TextMapper mapper) {
    JsonNode root;
    try {
      root = Json.parse(answer);
    } catch (ProblemException notJson) {
      return answer;
    }
    ChoiceText text = new ChoiceText(mapper);
    text.choices(root, "message");
    return text.changed ? Json.write(root) : answer;
  }

  static StreamEvent inChunk(StreamEvent event, TextMapper mapper) {
    JsonNode copy = event.json().deepCopy();
    ChoiceText text = new ChoiceText(mapper);
    text.choices(copy, "delta");
    return text.changed ? event.withData(Json.write(copy)) : event;
  }

  private void choices(JsonNode root, String inside) {
    for (JsonNode choice : root.path("choices")) {
      if (!(choice instanceof ObjectNode object)) {
        continue;
      }
      int index = choice.path("index").asInt(0);
      boolean before = changed;
      changed = false;
      map(object, "text", index);
      if (choice.path(inside) instanceof ObjectNode message) {
        map(message, "content", index);
        for (JsonNode part : message.path("content")) {
          if (part instanceof ObjectNode each && part.path("type").asString("").equals("text")) {
            map(each, "text", index);
          }
        }
        map(message, "refusal", index);
        if (message.path("audio") instanceof ObjectNode audio) {
          map(audio, "transcript", index);
        }
      }
      if (changed && object.has("logprobs")) {
        object.putNull("logprobs");
      }
      changed |= before;
    }
  }

  private void map(ObjectNode object, String field, int index) {
    JsonNode value = object.path(field);
    if (value.isString()) {
      String mapped = mapper.map(index, value.stringValue());
      if (!mapped.equals(value.stringValue())) {
        object.put(field, mapped);
        changed = true;
      }
    }
  }
}
