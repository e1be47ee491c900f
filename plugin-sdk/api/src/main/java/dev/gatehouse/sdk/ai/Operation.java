package dev.gatehouse.sdk.ai;

/// What is asked of a model, in the words of the GenAI semantic conventions where they have one.
///
/// New operations may be added: compare, do not switch.
///
/// @param id the word used in records, metrics and spans
public record Operation(String id) {
  /// A conversation is continued.
  public static final Operation CHAT = new Operation("chat");

  /// A text is continued (the older form without messages).
  public static final Operation TEXT_COMPLETION = new Operation("text_completion");

  /// Texts become vectors.
  public static final Operation EMBEDDINGS = new Operation("embeddings");

  /// The tokens of a chat are counted, and nothing is generated.
  public static final Operation TOKEN_COUNT = new Operation("token_count");

  /// The list of models, or one of them; the gateway answers itself.
  public static final Operation MODELS = new Operation("models");

  /// Anything else a protocol has; passed on as it is, between equal protocols only.
  public static final Operation OTHER = new Operation("other");

  @Override
  public String toString() {
    return id;
  }
}
