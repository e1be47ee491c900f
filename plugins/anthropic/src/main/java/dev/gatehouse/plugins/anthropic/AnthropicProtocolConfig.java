package dev.gatehouse.plugins.anthropic;

/// The client protocol has nothing to configure.
record AnthropicProtocolConfig() {}
