package dev.gatehouse.sdk.protocol;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A protocol that clients speak: how requests are read, answers and errors written.
///
/// Stateless and thread-safe; per-stream state lives in the [StreamEncoder]. Registered with
/// `section()`, so it exists once and needs no configuration.
///
/// | method | when | streamed answers | may block | may touch |
/// |---|---|---|---|---|
/// | [#matches] | at most once a request, until one says yes | the same | no | the head, reading only |
/// | [#read] | once a request of this protocol | the same | no: a view, parsed when somebody asks | the body, lazily |
/// | [#readAnswer] | at most once an exchange | not called | it may read the held body | nothing |
/// | [#mapText] | for each filter that edits the text | not called; its decoder does that | no | a copy of the answer |
/// | [#events] | for streams in this protocol's form | its decoder reads each event that somebody asks about | no | nothing |
/// | [#write] | at most once, for an answer of another protocol | not called | no | the new answer |
/// | [#encoder], [#forClient] | not called | one object for each stream, used by one thread | no | the events that go out |
/// | [#models] | for a request of the list of models | never streamed | no | nothing |
/// | [#problem] | at most once, when an exchange fails before its answer began | the same | no | the new answer |
/// | [#problemEvent] | not called | at most once, as the last event; passes no transform | no | nothing |
///
/// All are called by the virtual thread of the exchange. There is no time limit and no error mode:
/// a protocol that throws ends the exchange with `internal_error`, or, while [#matches] and [#read]
/// are asked, the connection without an answer. So test it well.
public interface ClientProtocol extends Extension {
  /// Where client protocols plug in.
  ExtensionPoint<ClientProtocol> POINT =
      new ExtensionPoint<>("client-protocol", ClientProtocol.class);

  /// Returns the id, such as `openai`.
  String id();

  /// Returns whether a request is of this protocol, judged by its head alone. Ids are asked in
  /// alphabetical order; the first match wins.
  boolean matches(RequestHead head);

  /// Returns a view of the request. Parses nothing yet.
  ///
  /// @throws dev.gatehouse.sdk.http.ProblemException 404 or 405 when the protocol has no such
  ///   operation
  AiRequest read(RequestHead head, Body body);

  /// Reads a whole successful answer in this protocol's own form, for usage, finish reason and
  /// text. Returns empty when the body is not one (an image, a list).
  Optional<AiAnswer> readAnswer(AiRequest request, Body body) throws IOException;

  /// Returns a whole successful answer in this protocol's own form with other text in the place of
  /// its text; the same bytes when no text changes, or when it is no answer with text.
  ///
  /// @throws UnsupportedOperationException when this protocol cannot; the default
  default byte[] mapText(AiRequest request, byte[] answer, TextMapper mapper) throws IOException {
    throw new UnsupportedOperationException("the text of this protocol's answers cannot be edited");
  }

  /// Returns how this protocol's own events are read.
  EventDecoder events();

  /// Writes a whole answer.
  ///
  /// @param answer [AiAnswer.Whole], [AiAnswer.Embeddings] or [AiAnswer.TokenCount]
  Answer write(AiRequest request, AiAnswer answer) throws IOException;

  /// Returns a writer for one streamed answer.
  StreamEncoder encoder(AiRequest request) throws IOException;

  /// Returns what to take out of a stream of this protocol before it goes to the client, such as a
  /// count of tokens that the gateway asked the provider for and the client did not. It comes after
  /// all filters, and after usage was read for the record; it sees passed, generated and replayed
  /// events alike.
  ///
  /// @return one object for this stream, or null to let every event pass at no cost
  default @Nullable StreamTransform forClient(AiRequest request) throws IOException {
    return null;
  }

  /// Answers a request for the list of models, or for one of them.
  Answer models(RequestHead head, List<ModelInfo> models);

  /// Writes an error as a whole answer, including `retry-after` when the problem has one.
  Answer problem(Problem problem, String requestId);

  /// Writes an error as the event that ends a stream.
  StreamEvent problemEvent(Problem problem, String requestId);
}
