package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An end of an exchange, as a test wants it.
record FakeCompletion(
    Outcome outcome,
    int status,
    Optional<Usage> usage,
    OptionalLong costNanos,
    List<Attempt> attempts,
    Optional<Problem> problem,
    Optional<String> answeredBy)
    implements Completion {

  static FakeCompletion ok(Usage usage, Attempt... attempts) {
    return new FakeCompletion(
        Outcome.OK,
        200,
        Optional.ofNullable(usage),
        OptionalLong.empty(),
        List.of(attempts),
        Optional.empty(),
        Optional.empty());
  }

  static FakeCompletion failed(Outcome outcome, int status, Problem problem) {
    return new FakeCompletion(
        outcome,
        status,
        Optional.empty(),
        OptionalLong.empty(),
        List.of(),
        Optional.ofNullable(problem),
        Optional.empty());
  }

  FakeCompletion costing(long nanos) {
    return new FakeCompletion(
        outcome, status, usage, OptionalLong.of(nanos), attempts, problem, answeredBy);
  }

  FakeCompletion answeredBy(String filter) {
    return new FakeCompletion(
        outcome, status, usage, costNanos, attempts, problem, Optional.of(filter));
  }

  @Override
  public Duration total() {
    return Duration.ofMillis(1500);
  }

  @Override
  public Optional<Duration> firstContent() {
    return Optional.empty();
  }

  @Override
  public long events() {
    return 0;
  }
}
