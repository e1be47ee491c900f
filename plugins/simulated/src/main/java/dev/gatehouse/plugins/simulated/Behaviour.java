package dev.gatehouse.plugins.simulated;

import java.time.Duration;

/// How one model behaves; the components are those of [SimulatedConfig].
record Behaviour(
    Duration timeToFirstToken,
    double tokensPerSecond,
    int answerTokens,
    double failureRate,
    int failureStatus,
    double cutRate,
    double stallRate,
    double jitter,
    int dimensions) {}
