package dev.gatehouse.sdk.log;

import dev.gatehouse.sdk.log.ExchangeRecord.RecordedRequest;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedResponse;

/// Reads the content of records with the client protocols of the running gateway. Thread-safe.
public interface ContentReader {
  /// Returns what the bytes say. Never throws: bytes that were bounded, are malformed or of an
  /// unknown protocol give as much as can be read, in the worst case [Content#EMPTY].
  Content read(RecordedRequest request, RecordedResponse response);
}
