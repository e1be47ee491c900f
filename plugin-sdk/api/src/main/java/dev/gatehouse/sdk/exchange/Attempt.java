package dev.gatehouse.sdk.exchange;

import dev.gatehouse.sdk.http.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One try at one target, as it ended.
///
/// @param number from 1
/// @param target what was tried
/// @param status the upstream's HTTP status, or 0 when none arrived
/// @param duration from the begin of the attempt to its end
/// @param firstByte from the begin to the first byte of the answer, or null when none arrived
/// @param problem why it failed, or null when it did not
public record Attempt(
    int number,
    Target target,
    int status,
    Duration duration,
    @Nullable Duration firstByte,
    @Nullable Problem problem) {}
