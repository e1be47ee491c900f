/// The Anthropic API, from both sides: the protocol that clients speak to the gateway, and a
/// provider that speaks it to Anthropic or to anything compatible.
///
/// A tour: [dev.gatehouse.plugins.anthropic.AnthropicPlugin] registers both. [Endpoint] tells
/// operations apart, [RequestFields] reads the few fields the gateway needs in one pass over the
/// bytes, [AnthropicRequest] is the lazy view on top of them, and [ConversationReader] turns a
/// request into the neutral form. [MessageReader] and [EventReader] read answers; [MessageWriter],
/// [EventWriter] and [ErrorShape] write them. [AnthropicProvider] builds what goes to the upstream:
/// bytes of its own clients pass, requests of others are written by [RequestWriter].
@NullMarked
package dev.gatehouse.plugins.anthropic;

import org.jspecify.annotations.NullMarked;
