/// Traces and metrics of every exchange, in the names that OpenTelemetry gives them.
@NullMarked
package dev.gatehouse.telemetry;

import org.jspecify.annotations.NullMarked;
