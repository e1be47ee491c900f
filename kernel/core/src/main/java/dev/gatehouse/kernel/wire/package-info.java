/// HTTP/1.1 (RFC 9112) for both sides of the gateway, strict and small.
///
/// Every message has one reading. What is in doubt is refused, and a connection in doubt is closed.
/// Framing is always our own: messages are taken apart when they come in and put together anew when
/// they go out.
///
/// The server side runs on a [Transport] that the listener provides; it calls a [WireHandler] for
/// each request. The client side is [ClientPool]. Time limits of both sides are watched by one
/// [Ticker].
@NullMarked
package dev.gatehouse.kernel.wire;

import org.jspecify.annotations.NullMarked;
