package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.protocol.StreamEncoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes one streamed answer as chunks.
///
/// The usage comes last, after every choice is complete, in a chunk without choices. It is always
/// written; [UsageHider] keeps it from clients that did not ask.
final class ChunkWriter implements StreamEncoder {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final boolean chat;
  private final ObjectNode head;
  private final List<Integer> calls = new ArrayList<>(2);
  private boolean started;
  private @Nullable Usage usage;

  /// @param chat whether chunks of a chat are written, not of the older completion
  /// @param model the model's name until the answer tells it
  /// @param usageInEach whether the client asked for usage, so that other chunks say it is null
  /// @param created seconds since 1970
  ChunkWriter(boolean chat, String model, boolean usageInEach, long created) {
    this.chat = chat;
    this.head =
        AnswerWriter.head(
            chat ? "chatcmpl-" : "cmpl-",
            chat ? "chat.completion.chunk" : "text_completion",
            model,
            created);
    if (usageInEach) {
      head.putNull("usage");
    }
  }

  @Override
  public List<StreamEvent> encode(AiDelta step) {
    return switch (step.kind()) {
      case START -> start(step.model());
      case TEXT -> chat ? delta(step, "content") : text(step, null);
      case REASONING -> chat ? delta(step, "reasoning_content") : List.of();
      case TOOL_CALL -> chat ? toolCall(step) : List.of();
      case FINISH -> finish(step);
      case USAGE -> {
        Usage counted = step.usage();
        if (counted != null) {
          usage = usage == null ? counted : usage.merge(counted);
        }
        yield List.of();
      }
      case ERROR ->
          step.problem() == null
              ? List.of()
              : List.of(StreamEvent.of(null, ErrorShape.write(step.problem()), ChunkReader.CHUNKS));
      case BOUNDARY, OTHER -> List.of();
    };
  }

  @Override
  public List<StreamEvent> end() {
    List<StreamEvent> last = new ArrayList<>(2);
    if (usage != null) {
      ObjectNode chunk = head.deepCopy();
      chunk.putArray("choices");
      chunk.set("usage", UsageReader.write(usage, true));
      last.add(event(chunk));
    }
    last.add(StreamEvent.of(null, DONE, ChunkReader.CHUNKS));
    return last;
  }

  private List<StreamEvent> start(@Nullable String model) {
    if (started) {
      return List.of();
    }
    started = true;
    if (model != null) {
      head.put("model", model);
    }
    if (!chat) {
      return List.of();
    }
    ObjectNode chunk = head.deepCopy();
    ObjectNode choice = choice(chunk, 0);
    choice.putObject("delta").put("role", "assistant").put("content", "");
    choice.putNull("logprobs").putNull("finish_reason");
    return List.of(event(chunk));
  }

  private List<StreamEvent> delta(AiDelta step, String field) {
    ObjectNode chunk = head.deepCopy();
    ObjectNode choice = choice(chunk, step.index());
    choice.putObject("delta").put(field, step.text());
    choice.putNull("logprobs").putNull("finish_reason");
    return after(event(chunk));
  }

  private List<StreamEvent> toolCall(AiDelta step) {
    ObjectNode chunk = head.deepCopy();
    ObjectNode choice = choice(chunk, 0);
    ObjectNode call = choice.putObject("delta").putArray("tool_calls").addObject();
    call.put("index", place(step.index()));
    if (step.toolCallId() != null || step.toolName() != null) {
      call.put("id", step.toolCallId()).put("type", "function");
    }
    ObjectNode function = call.putObject("function");
    if (step.toolName() != null) {
      function.put("name", step.toolName());
    }
    function.put("arguments", step.text() == null ? "" : step.text());
    choice.putNull("logprobs").putNull("finish_reason");
    return after(event(chunk));
  }

  /// Returns the place of a call among all calls: other protocols count texts in between too, and
  /// clients of this one would see gaps.
  private int place(int index) {
    int place = calls.indexOf(index);
    if (place < 0) {
      place = calls.size();
      calls.add(index);
    }
    return place;
  }

  private List<StreamEvent> finish(AiDelta step) {
    if (!chat) {
      return text(step, step.finishReason());
    }
    ObjectNode chunk = head.deepCopy();
    ObjectNode choice = choice(chunk, step.index());
    choice.putObject("delta");
    choice.putNull("logprobs").put("finish_reason", step.finishReason());
    return after(event(chunk));
  }

  private List<StreamEvent> text(AiDelta step, @Nullable String finishReason) {
    ObjectNode chunk = head.deepCopy();
    choice(chunk, step.index())
        .put("text", step.text() == null ? "" : step.text())
        .putNull("logprobs")
        .put("finish_reason", finishReason);
    return after(event(chunk));
  }

  private static ObjectNode choice(ObjectNode chunk, int index) {
    return chunk.putArray("choices").addObject().put("index", index);
  }

  /// Puts the chunk that names the role first, when the answer did not announce itself.
  private List<StreamEvent> after(StreamEvent event) {
    if (started) {
      return List.of(event);
    }
    List<StreamEvent> both = new ArrayList<>(start(null));
    both.add(event);
    return both;
  }

  private static StreamEvent event(ObjectNode chunk) {
    return StreamEvent.of(null, Json.write(chunk), ChunkReader.CHUNKS);
  }
}
