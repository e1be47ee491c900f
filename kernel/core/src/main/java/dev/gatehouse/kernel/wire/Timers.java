package dev.gatehouse.kernel.wire;

import java.time.Duration;

/// The four timers of an attempt.
///
/// @param connect to establish a connection, TLS included
/// @param firstByte from the last byte of the request to the first of the answer
/// @param betweenReads between two reads of the answer
/// @param total the whole attempt
public record Timers(Duration connect, Duration firstByte, Duration betweenReads, Duration total) {}
