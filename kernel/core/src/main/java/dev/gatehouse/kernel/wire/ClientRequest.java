package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;

/// A request to an upstream.
///
/// @param method the method
/// @param target path and query
/// @param headers the fields; framing and Host are set by the wire
/// @param body sent from memory, or as it arrives when it is not held
/// @param repeatable whether the request may be sent again when a pooled connection turns out to be
///   dead before anything was answered
public record ClientRequest(
    String method, String target, Headers headers, Body body, boolean repeatable) {}
