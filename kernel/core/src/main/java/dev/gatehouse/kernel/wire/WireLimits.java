package dev.gatehouse.kernel.wire;

import java.time.Duration;

/// Bounds of what the server side accepts.
///
/// @param requestLine longest request line in bytes
/// @param headerBytes largest sum of header lines in bytes; trailers have the same bound
/// @param headerCount most header lines
/// @param body largest request body in bytes
/// @param connections most open connections
/// @param connectionsPerAddress most open connections from one address
/// @param head time for a head, from its first byte or from the opening of the connection
/// @param idle time between two requests
/// @param bodyGrace time before the minimum rate applies to a body, and longest pause inside one
/// @param bodyRate fewest bytes a second of a body after the grace
/// @param write time in which a client has to take what is written to it
public record WireLimits(
    int requestLine,
    int headerBytes,
    int headerCount,
    long body,
    int connections,
    int connectionsPerAddress,
    Duration head,
    Duration idle,
    Duration bodyGrace,
    int bodyRate,
    Duration write) {
  /// The bounds that apply unless configured otherwise.
  public static final WireLimits DEFAULT =
      new WireLimits(
          8 * 1024,
          32 * 1024,
          200,
          64L << 20,
          10_000,
          2_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(15),
          500,
          Duration.ofSeconds(30));
}
