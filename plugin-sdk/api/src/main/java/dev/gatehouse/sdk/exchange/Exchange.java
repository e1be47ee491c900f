package dev.gatehouse.sdk.exchange;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.RequestHead;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client request and its answer. Provided by the kernel.
///
/// Owned by one thread and not thread-safe: keep no reference to it after `onComplete`, and hand
/// none to other threads.
public interface Exchange {
  /// Returns the id, unique for ever, sent to the client as `x-request-id` and searchable.
  String id();

  /// Returns when the first byte of the request arrived.
  Instant startedAt();

  /// Returns the time left before the exchange's total limit ends it.
  Duration remaining();

  /// Returns the id of the matched route.
  String route();

  /// Returns what is known of the calling machine.
  ClientInfo client();

  /// Returns method, target and fields. Fields may be changed; a change reaches the upstream.
  RequestHead head();

  /// Returns the body of the request.
  Body body();

  /// Returns the request as its client protocol reads it; empty on plain HTTP routes.
  Optional<AiRequest> ai();

  /// Returns who calls, once stage AUTHENTICATION has passed.
  Optional<Consumer> consumer();

  /// Returns the targets that routing will choose among; empty on plain HTTP routes, and on model
  /// routes whose operation names no model.
  List<Target> candidates();

  /// Narrows or replaces the candidates. Has an effect until stage ROUTING has passed.
  ///
  /// @param targets at least one, each with a provider of the configuration
  /// @param reason a short phrase for the explanation of the decision
  void candidates(List<Target> targets, String reason);

  /// Edits the text of a whole answer, whatever the protocol. Does nothing on plain HTTP routes and
  /// for answers that have no text. [dev.gatehouse.sdk.filter.TextFilter] does the same for streams
  /// too.
  ///
  /// @throws IOException when the answer cannot be read to its end
  /// @throws UnsupportedOperationException when the client's protocol cannot
  void mapText(Answer answer, TextMapper mapper) throws IOException;

  /// Records that the exchange takes part in an experiment.
  void expose(Exposure exposure);

  /// Returns what was recorded by [#expose], in order.
  List<Exposure> exposures();

  /// Returns the attribute, or null when it was not set.
  <T> @Nullable T attribute(AttributeKey<T> key);

  /// Sets an attribute.
  <T> void attribute(AttributeKey<T> key, T value);

  /// Adds a fact that the history finds as `attr.key` and the span shows. At most 32 tags, keys up
  /// to 64 and values up to 256 characters; longer ones are cut, more are dropped and counted.
  /// Never put content or credentials here.
  void tag(String key, String value);

  /// Returns the server span of the exchange; a no-op when tracing is off.
  Span span();
}
