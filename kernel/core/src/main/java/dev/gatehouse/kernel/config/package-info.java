/// The configuration: one file, read with the place of every value, checked whole, turned into
/// records.
///
/// [ConfigLoader] reads a file into a [GatewayConfig] or into [ConfigProblems] that name everything
/// that is wrong. [Binder] turns one located [ConfigNode] into one record; plugins' configurations
/// pass the same way.
@NullMarked
package dev.gatehouse.kernel.config;

import org.jspecify.annotations.NullMarked;
