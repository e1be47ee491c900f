package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.HookStats;

/// Whose code a call runs, to be held responsible when the call does not come back. Immutable.
///
/// @param what such as `filter guard`
/// @param gate the gate of its instance
/// @param stats counts the calls of the hook that is called
record Callee(String what, CallGate gate, HookStats stats) {}
