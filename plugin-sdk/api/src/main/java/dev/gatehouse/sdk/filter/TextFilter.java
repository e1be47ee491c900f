package dev.gatehouse.sdk.filter;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.stream.StreamTransform;
import org.jspecify.annotations.Nullable;

/// A filter of the text of answers: the same code for whole and streamed answers of every protocol.
///
/// Whole answers are edited where their status says that they are one (200 to 299). Text is what a
/// reader gets to see; thinking, tool calls, pictures and everything else passes as it is. What no
/// edit changes leaves byte for byte as it came. Where text was changed, the probabilities of its
/// tokens are taken away, because they quote it.
///
/// ```java
/// final class Redaction extends TextFilter {
///   @Override
///   protected TextEdit edit(Exchange exchange) {
///     return TextEdit.replacing(ACCOUNT, 22, account -> "[account]");
///   }
/// }
/// ```
///
/// Thread-safe if [#edit] is.
public abstract class TextFilter implements Filter {
  /// For subclasses.
  protected TextFilter() {}

  /// Returns the edit of one run of text: of each part of a whole answer, and of each part of a
  /// streamed one.
  ///
  /// @return null to leave the text as it is
  protected abstract @Nullable TextEdit edit(Exchange exchange);

  @Override
  public final void onResponse(Exchange exchange, Answer answer) throws Exception {
    if (answer.status() >= 200 && answer.status() < 300) {
      exchange.mapText(
          answer,
          (_, text) -> {
            TextEdit edit = edit(exchange);
            return edit == null ? text : edit.next(text) + edit.end();
          });
    }
  }

  @Override
  public final @Nullable StreamTransform onStream(Exchange exchange, Answer head) {
    return new TextTransform(() -> edit(exchange));
  }
}
