package dev.gatehouse.plugins.openai;

/// The client protocol has nothing to configure.
record OpenAiProtocolConfig() {}
