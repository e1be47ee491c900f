package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.wire.Timers;
import dev.gatehouse.sdk.provider.Provider;

/// A provider with what the kernel needs to use it.
///
/// @param name the key below `providers`
/// @param provider the instance
/// @param timers the four timers of an attempt
/// @param mostConnections the most connections to its origin
record LinkedProvider(String name, Provider provider, Timers timers, int mostConnections) {}
