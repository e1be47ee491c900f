/// The OpenAI API, from both sides: the protocol that clients speak to the gateway, and a provider
/// that speaks it to OpenAI or to anything compatible.
///
/// A tour: [dev.gatehouse.plugins.openai.OpenAiPlugin] registers both. [Endpoint] tells operations
/// apart by method and path, [RequestFields] reads the few fields the gateway needs in one pass
/// over the bytes, [OpenAiRequest] is the lazy view on top of them. [AnswerReader] and
/// [ChunkReader] read whole answers and stream events; [AnswerWriter], [ChunkWriter] and
/// [ErrorShape] write them. [OpenAiProvider] builds what goes to the upstream, [ChatWriter] and
/// [MessageWriter] that of clients of other protocols; [UsageHider] takes back what it asked for
/// beyond the client's wish.
@NullMarked
package dev.gatehouse.plugins.openai;

import org.jspecify.annotations.NullMarked;
