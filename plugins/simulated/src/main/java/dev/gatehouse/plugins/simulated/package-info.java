/// Models that need no account: what they answer, how fast and how often they fail is configured
/// and otherwise follows from the request alone, so the same request always gets the same answer.
///
/// A tour: [SimulatedProvider] answers. [Fate] draws whether a request fails, [Wording] words the
/// answer, [ToolCalls] decides for a tool call, [Vectors] embeds, [Tokens] counts, and [Pace] takes
/// the time.
@NullMarked
package dev.gatehouse.plugins.simulated;

import org.jspecify.annotations.NullMarked;
