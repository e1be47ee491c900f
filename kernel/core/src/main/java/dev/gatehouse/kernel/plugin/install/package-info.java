/// Putting plugin files into the gateway's folder and taking them out, for the command line and the
/// admin API.
@NullMarked
package dev.gatehouse.kernel.plugin.install;

import org.jspecify.annotations.NullMarked;
