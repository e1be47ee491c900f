package dev.gatehouse.sdk.filter;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.stream.StreamTransform;
import org.jspecify.annotations.Nullable;

/// Looks at exchanges and changes them, in a stage of its choice.
///
/// | hook | when | may block | on error or time-out |
/// |---|---|---|---|
/// | [#onRequest] | once, before anything further in | yes, up to the extension's time limit (1 s unless said) | error mode of the extension |
/// | [#onResponse] | once, for a whole answer, before anything further out | the same | the same |
/// | [#onStream] | once, for a streamed answer, when its head is known | the same | the same |
/// | the transform | for each event | up to 100 ms an event | the same; open: events pass unchanged from then on |
/// | [#onComplete] | exactly once if `onRequest` was called, after the last byte, cancel or failure | briefly | counted, never affects the exchange |
///
/// All hooks of one exchange are called by one virtual thread, in this order. A time limit
/// interrupts the thread. A hook that is not overridden costs nothing: it is left out when the
/// pipeline is linked. A filter further in than one that answered or refused is not called at all.
public interface Filter extends Extension {
  /// Where filters plug in.
  ExtensionPoint<Filter> POINT = new ExtensionPoint<>("filter", Filter.class);

  /// Sees a request on its way in.
  default Decision onRequest(Exchange exchange) throws Exception {
    return Decision.next();
  }

  /// Sees a whole answer on its way out. Status, fields and body may be changed.
  default void onResponse(Exchange exchange, Answer answer) throws Exception {}

  /// Sees the head of a streamed answer on its way out. Status and fields may be changed.
  ///
  /// @return what to do with the events, or null to let them pass at no cost
  default @Nullable StreamTransform onStream(Exchange exchange, Answer head) throws Exception {
    return null;
  }

  /// Learns how the exchange ended. Settle and release here.
  default void onComplete(Exchange exchange, Completion completion) {}
}
