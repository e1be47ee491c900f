package dev.gatehouse.sdk.ai;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a model answers, independent of the protocol. Plugins produce these; only the kernel and
/// client protocols take them apart.
public sealed interface AiAnswer {
  /// A whole chat answer or completion.
  ///
  /// @param model the model that answered
  /// @param parts text, reasoning, tool calls, in order
  /// @param finishReason in the words of the OpenAI protocol, or null when unknown
  /// @param usage null when the provider did not say
  record Whole(String model, List<Part> parts, @Nullable String finishReason, @Nullable Usage usage)
      implements AiAnswer {
    /// Copies the list.
    public Whole {
      Objects.requireNonNull(model, "model");
      parts = List.copyOf(parts);
    }
  }

  /// A streamed chat answer or completion.
  ///
  /// @param deltas closed by whoever reads it
  record Streamed(DeltaSource deltas) implements AiAnswer {
    /// Checks that the source is given.
    public Streamed {
      Objects.requireNonNull(deltas, "deltas");
    }
  }

  /// Vectors, one for each input, in the order of the inputs.
  ///
  /// @param model the model that answered
  /// @param vectors of equal length
  /// @param usage null when the provider did not say
  record Embeddings(String model, List<float[]> vectors, @Nullable Usage usage)
      implements AiAnswer {
    /// Copies the list, not the vectors.
    public Embeddings {
      Objects.requireNonNull(model, "model");
      vectors = List.copyOf(vectors);
    }
  }

  /// How many tokens a chat would read. Counting uses none, so there is no [Usage].
  ///
  /// @param input tokens of messages, tools and instructions together
  record TokenCount(long input) implements AiAnswer {
    /// Checks the range.
    public TokenCount {
      if (input < 0) {
        throw new IllegalArgumentException("a count of tokens is 0 or more, got " + input);
      }
    }
  }
}
