/// What a plugin file says of itself without being loaded: `META-INF/gatehouse/plugin.json`.
/// Written by the plugin's build, read by the gateway and by its commands.
@NullMarked
package dev.gatehouse.kernel.plugin.descriptor;

import org.jspecify.annotations.NullMarked;
