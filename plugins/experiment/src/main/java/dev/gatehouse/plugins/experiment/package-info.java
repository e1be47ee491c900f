/// Splits traffic between variants and records who saw which.
@NullMarked
package dev.gatehouse.plugins.experiment;

import org.jspecify.annotations.NullMarked;
