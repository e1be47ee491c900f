/// The way of one exchange through the gateway, from its head to its completion.
///
/// [ExchangeHandler] is the story: one call for each step. [LiveExchange] is what the steps work
/// on, [FilterChain] calls the filters, [AnswerWriter] and [StreamRelay] send what comes back,
/// [Completer] settles it.
@NullMarked
package dev.gatehouse.kernel.pipeline;

import org.jspecify.annotations.NullMarked;
