package dev.gatehouse.dist.pipeline;

/// A client's protocol with that of its provider.
enum Pairing {
  OPENAI(Side.OPENAI, Side.OPENAI),
  ANTHROPIC(Side.ANTHROPIC, Side.ANTHROPIC),
  OPENAI_AT_ANTHROPIC(Side.OPENAI, Side.ANTHROPIC),
  ANTHROPIC_AT_OPENAI(Side.ANTHROPIC, Side.OPENAI);

  private final Side client;
  private final Side provider;

  Pairing(Side client, Side provider) {
    this.client = client;
    this.provider = provider;
  }

  Side client() {
    return client;
  }

  Side provider() {
    return provider;
  }

  /// Returns whether what nobody edits goes through as the bytes it is.
  boolean sameBytes() {
    return client == provider;
  }
}
