package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.RequestHead;

/// A request's head with everything that decides how its message is framed.
///
/// @param head method, target in origin form, and fields as they came
/// @param minorVersion 1 for HTTP/1.1, 0 for HTTP/1.0
/// @param bodyLength the length of the body, or -1 when it is chunked
/// @param close whether the client wants the connection closed
/// @param expectsContinue whether the client waits for a 100 before it sends the body
record ParsedRequest(
    RequestHead head, int minorVersion, long bodyLength, boolean close, boolean expectsContinue) {}
