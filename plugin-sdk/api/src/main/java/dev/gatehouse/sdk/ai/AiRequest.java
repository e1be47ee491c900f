package dev.gatehouse.sdk.ai;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the client asks, seen through its protocol. Implemented by client-protocol plugins.
///
/// A lazy view of the exchange's body: nothing is parsed before something is asked for, and edits
/// go back to the body. Belongs to the thread of the exchange. Every method may read the body, and
/// so may throw [IOException] when the client leaves, or end the exchange with 400 when the body is
/// malformed.
public interface AiRequest {
  /// Returns the id of the client protocol, such as `openai`.
  String protocol();

  /// Returns what is asked.
  Operation operation();

  /// Returns the name of the model the client asks for, or null when the operation names none.
  @Nullable String model() throws IOException;

  /// Returns whether the client wants the answer as a stream of events.
  boolean stream() throws IOException;

  /// Returns the messages, tools and parameters of a chat or completion; built on the first call.
  /// For other operations it has no messages.
  Conversation conversation() throws IOException;

  /// Returns the texts of an embeddings request; empty for other operations.
  List<String> inputs() throws IOException;

  /// Returns the id of the end user on whose behalf the client calls, as far as the protocol has
  /// one.
  Optional<String> user() throws IOException;

  /// Inserts a system instruction before all messages of a chat; no effect on other operations.
  void addSystem(String text) throws IOException;
}
