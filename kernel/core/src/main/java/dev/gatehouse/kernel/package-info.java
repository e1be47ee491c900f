/// The gateway process. Its packages follow the way of a request: listener, wire, protocol,
/// pipeline, route, upstream; beside them config, plugin, admin, error and cli.
@NullMarked
package dev.gatehouse.kernel;

import org.jspecify.annotations.NullMarked;
