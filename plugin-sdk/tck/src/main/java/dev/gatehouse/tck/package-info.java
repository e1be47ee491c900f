/// What every plugin of a gateway has to keep to, as tests. A plugin's build runs them by one class
/// that extends [dev.gatehouse.tck.PluginTck].
@NullMarked
package dev.gatehouse.tck;

import org.jspecify.annotations.NullMarked;
