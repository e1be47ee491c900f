/// The plugin SDK: what an extension of the gateway sees of it, and all that it sees.
@NullMarked
package dev.gatehouse.sdk;

import org.jspecify.annotations.NullMarked;
