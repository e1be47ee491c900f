/// Where spans and metrics come from.
@NullMarked
package dev.gatehouse.sdk.telemetry;

import org.jspecify.annotations.NullMarked;
