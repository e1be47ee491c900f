/// The life of a plugin jar: its entry point, what it registers, and the services that it is given.
@NullMarked
package dev.gatehouse.sdk.plugin;

import org.jspecify.annotations.NullMarked;
