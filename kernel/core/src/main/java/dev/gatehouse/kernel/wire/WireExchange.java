package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.RequestHead;
import java.io.IOException;
import java.net.InetSocketAddress;

/// One request on a connection, and the way to answer it.
public interface WireExchange {
  /// Returns the head. What belongs to the connection and what only the gateway may say was taken
  /// away; `host` is the authority that the target or the Host field named.
  RequestHead head();

  /// Returns [System#nanoTime] of the first byte of the request.
  long startedNanos();

  /// Returns whether the client's connection is encrypted, as far as that is known.
  boolean secure();

  /// Returns [System#nanoTime] of the moment in which the connection began.
  long connectedNanos();

  /// Lets this be the last request of its connection: the answer says `connection: close`. Call it
  /// before the answer begins; later it does nothing.
  void last();

  /// Returns the client's address: that of the connection, or what trusted machines in front say.
  InetSocketAddress peer();

  /// Returns the body.
  WireBody requestBody();

  /// Begins the answer. The head goes out with the first bytes of the body.
  ///
  /// @param length the length of the body, or -1 when it is not known
  /// @throws IllegalArgumentException when a field cannot be sent
  WireResponse respond(int status, Headers headers, long length) throws IOException;

  /// Returns whether an answer was begun.
  boolean responded();

  /// Sets what to do when the client leaves before the exchange is over. Runs at most once, on
  /// another thread, within about 50 ms, also while nothing is sent; at once if the client has left
  /// already.
  void onDisconnect(Runnable action);

  /// Returns whether the client has left.
  boolean clientGone();
}
