/// What the pipeline promises to plugins, proved for every client protocol, each with a provider of
/// its own protocol and of another one. A new protocol adds a [Side].
@NullMarked
package dev.gatehouse.dist.pipeline;

import org.jspecify.annotations.NullMarked;
