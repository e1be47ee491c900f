package dev.gatehouse.sdk.auth;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.exchange.Exchange;

/// Finds out who calls, in stage AUTHENTICATION. Configured in a `filters` list like a filter.
///
/// The authenticators of a route are asked in order, each within its own limits; the first that
/// finds a credential decides, and the others are not asked. When none does, the answer is 401 with
/// the challenges of all. Where one that fails open could not be asked, and no other knew the
/// caller, the exchange goes on without a consumer. An authenticator should take its credential out
/// of the head, so that it does not reach an upstream. Refusing must take no longer than accepting.
/// Always fails closed unless configured otherwise.
///
/// | method | when | thread | time limit | on error or time-out | may touch |
/// |---|---|---|---|---|---|
/// | [#authenticate] | at most once an exchange, before its body or answer matters, streamed or not | the exchange's own; may block | the `timeout` of the extension (1 s unless said) | the exchange ends, unless the configuration says `on-error: open` | the request's head, attributes, tags |
/// | [#challenge] | after it found no credential, or refused one | the same; must not block | within the same limit | the same | nothing |
public interface Authenticator extends Extension {
  /// Where authenticators plug in.
  ExtensionPoint<Authenticator> POINT = new ExtensionPoint<>("authenticator", Authenticator.class);

  /// Looks for a credential and judges it.
  AuthResult authenticate(Exchange exchange) throws Exception;

  /// Returns the value for `www-authenticate` (RFC 9110, section 11.6.1), such as `Bearer`.
  String challenge();
}
