package dev.gatehouse.plugins.transform;

import dev.gatehouse.plugins.transform.TransformConfig.JsonEdits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Edits a JSON document. Thread-safe.
final class JsonEditor {
  private record Assignment(JsonPointer pointer, JsonNode value) {}

  private final List<Assignment> set;
  private final List<JsonPointer> remove;
  private final @Nullable ObjectNode merge;

  JsonEditor(JsonEdits edits) {
    this.set =
        edits.set().entrySet().stream()
            .map(entry -> new Assignment(JsonPointer.compile(entry.getKey()), entry.getValue()))
            .toList();
    this.remove = edits.remove().stream().map(JsonPointer::compile).toList();
    this.merge = edits.merge() instanceof ObjectNode object ? object : null;
  }

  boolean idle() {
    return set.isEmpty() && remove.isEmpty() && merge == null;
  }

  void edit(ObjectNode document) {
    if (merge != null) {
      merge(document, merge);
    }
    for (Assignment each : set) {
      set(document, each.pointer(), each.value().deepCopy());
    }
    for (JsonPointer pointer : remove) {
      remove(document, pointer);
    }
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        target.remove(entry.getKey());
      } else if (value instanceof ObjectNode nested) {
        ObjectNode inner =
            target.get(entry.getKey()) instanceof ObjectNode there
                ? there
                : target.putObject(entry.getKey());
        merge(inner, nested);
      } else {
        target.set(entry.getKey(), value.deepCopy());
      }
    }
  }

  /// Sets a value. Objects on the way are made; a list takes an index it has, or `-` for its end.
  private static void set(ObjectNode document, JsonPointer pointer, JsonNode value) {
    JsonNode at = document;
    for (JsonPointer step = pointer; ; step = step.tail()) {
      boolean last = step.tail().matches();
      switch (at) {
        case ObjectNode object -> {
          String name = step.getMatchingProperty();
          if (last) {
            object.set(name, value);
            return;
          }
          JsonNode next = object.get(name);
          at = next == null || next.isNull() ? object.putObject(name) : next;
        }
        case ArrayNode array -> {
          int index = step.getMatchingIndex();
          boolean append = step.getMatchingProperty().equals("-");
          if (last && append) {
            array.add(value);
            return;
          }
          if (index < 0 || index >= array.size()) {
            return;
          }
          if (last) {
            array.set(index, value);
            return;
          }
          at = array.get(index);
        }
        default -> {
          return;
        }
      }
    }
  }

  private static void remove(ObjectNode document, JsonPointer pointer) {
    JsonNode parent = document.at(pointer.head());
    JsonPointer last = pointer.last();
    if (parent instanceof ObjectNode object) {
      object.remove(last.getMatchingProperty());
    } else if (parent instanceof ArrayNode array
        && last.getMatchingIndex() >= 0
        && last.getMatchingIndex() < array.size()) {
      array.remove(last.getMatchingIndex());
    }
  }
}
