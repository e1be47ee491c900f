/// A provider that needs no account and answers predictably.
@NullMarked
package dev.gatehouse.plugins.simulated;

import org.jspecify.annotations.NullMarked;
