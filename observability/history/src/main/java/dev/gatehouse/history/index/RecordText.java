package dev.gatehouse.history.index;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words of a record, by what they are.
///
/// @param system the system messages
/// @param prompt the other messages
/// @param answer what the model said
/// @param tools names, arguments and results of tool calls
/// @param error what the client was told instead
record RecordText(
    List<String> system,
    List<String> prompt,
    List<String> answer,
    List<String> tools,
    List<String> error) {
  private static final int SHORT = 240;

  static RecordText of(Content content, @Nullable Problem problem) {
    List<String> system = new ArrayList<>();
    List<String> prompt = new ArrayList<>();
    List<String> answer = new ArrayList<>();
    List<String> tools = new ArrayList<>();
    List<String> error = new ArrayList<>();
    for (Message message : content.messages()) {
      boolean instruction = message.role().equals("system") || message.role().equals("developer");
      for (Part part : message.parts()) {
        add(part, instruction ? system : message.role().equals("tool") ? tools : prompt, tools);
      }
    }
    for (Part part : content.answer()) {
      add(part, answer, tools);
    }
    if (!content.error().isEmpty()) {
      error.add(content.error());
    } else if (problem != null) {
      error.add(problem.detail());
    }
    return new RecordText(system, prompt, answer, tools, error);
  }

  private static void add(Part part, List<String> words, List<String> tools) {
    boolean tool = part.kind() == Part.Kind.TOOL_CALL || part.kind() == Part.Kind.TOOL_RESULT;
    if (part.name() != null) {
      tools.add(part.name());
    }
    if (part.text() != null) {
      (tool ? tools : words).add(part.text());
    }
  }

  /// The begin of the last thing asked, for lists.
  String shortPrompt() {
    return prompt.isEmpty() ? "" : shortened(prompt.getLast());
  }

  /// The begin of the answer, for lists.
  String shortAnswer() {
    return answer.isEmpty() ? "" : shortened(answer.getFirst());
  }

  private static String shortened(String text) {
    String stripped = text.strip();
    if (stripped.length() <= SHORT) {
      return stripped;
    }
    int end = Character.isHighSurrogate(stripped.charAt(SHORT - 1)) ? SHORT - 1 : SHORT;
    return stripped.substring(0, end) + "…";
  }
}
