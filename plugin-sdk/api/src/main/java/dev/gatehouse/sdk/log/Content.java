package dev.gatehouse.sdk.log;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import java.util.List;

/// What the bytes of a record say, read by the client protocol of the exchange.
///
/// @param messages what was asked, system messages included; texts to embed count as user messages
/// @param answer what was answered: text, reasoning, tool calls; joined from the events of a stream
/// @param error the error text that the client was shown; empty when there was none
public record Content(List<Message> messages, List<Part> answer, String error) {
  /// Nothing known.
  public static final Content EMPTY = new Content(List.of(), List.of(), "");

  /// Copies the lists.
  public Content {
    messages = List.copyOf(messages);
    answer = List.copyOf(answer);
  }
}
