package dev.gatehouse.sdk.protocol;

import java.time.Instant;

/// A model that clients can ask for.
///
/// @param name the key below `models`
/// @param provider the provider of its first target
/// @param since when the configuration that has it was loaded
public record ModelInfo(String name, String provider, Instant since) {}
