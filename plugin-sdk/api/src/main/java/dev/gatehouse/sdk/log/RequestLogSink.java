package dev.gatehouse.sdk.log;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import java.util.List;

/// Receives a record of each exchange.
///
/// Records pass a queue of the kernel that is bounded in bytes; serving never waits for a sink, and
/// what does not fit is dropped and counted by `gatehouse.log.dropped`. One thread calls a sink.
///
/// | method | when | thread | time limit | on error | may touch |
/// |---|---|---|---|---|---|
/// | [#wants] | once an exchange, after its end, streamed or not | the exchange's own, many at a time; must not block | keep to microseconds | counts as no | reads the record |
/// | [#write] | when records wait | one for each sink; may block | none: records wait meanwhile, then are dropped | counted; the batch is not offered again | reads the records |
public interface RequestLogSink extends Extension {
  /// Where sinks plug in.
  ExtensionPoint<RequestLogSink> POINT =
      new ExtensionPoint<>("request-log-sink", RequestLogSink.class);

  /// Returns whether the sink wants this record; by default it wants all. What it does not want
  /// costs no place in the queue. Called by the threads that serve, many at a time: answer at once,
  /// without I/O. An exception counts as no.
  default boolean wants(ExchangeRecord record) {
    return true;
  }

  /// Takes a batch, oldest first. When it returns, the sink has accepted responsibility for the
  /// records. An exception is counted and the batch is not offered again: a poisoned batch must not
  /// stop the ones behind it.
  void write(List<ExchangeRecord> batch) throws Exception;
}
