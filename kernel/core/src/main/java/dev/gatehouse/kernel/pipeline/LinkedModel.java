package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.route.Router;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model with its targets.
///
/// @param targets what answers
/// @param fallback what is tried when all targets failed
/// @param router orders the targets, or null for a draw by weight
record LinkedModel(
    List<Target> targets, List<Target> fallback, @Nullable Installed<Router> router) {}
