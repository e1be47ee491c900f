package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/// The four timers of an attempt.
public record Timeouts(
    @Option(description = "To establish a connection.", defaultValue = "5s") @Positive
        Duration connect,
    @Option(
            description =
                "From sending the request to the first byte of the answer, and to the first content of a stream.",
            defaultValue = "60s")
        @Positive
        Duration firstByte,
    @Option(description = "Between two reads of the answer.", defaultValue = "30s") @Positive
        Duration betweenEvents,
    @Option(description = "The whole attempt.", defaultValue = "10m") @Positive Duration total) {}
