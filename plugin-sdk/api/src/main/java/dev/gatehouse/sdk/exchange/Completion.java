package dev.gatehouse.sdk.exchange;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How an exchange ended. Provided by the kernel; immutable.
public interface Completion {
  /// Returns how it ended.
  Outcome outcome();

  /// Returns the status sent to the client, or 0 when none was.
  int status();

  /// Returns the tokens used, where the provider or an estimate told.
  Optional<Usage> usage();

  /// Returns the cost in billionths of a US dollar; empty when no price is known, since unpriced is
  /// never 0.
  default OptionalLong costNanos() {
    return OptionalLong.empty();
  }

  /// Returns the time from the first byte of the request to the end.
  Duration total();

  /// Returns the time to the first content event or body byte of the answer.
  Optional<Duration> firstContent();

  /// Returns the number of events sent to the client; 0 for whole answers.
  long events();

  /// Returns the attempts in order; empty when no upstream was asked.
  List<Attempt> attempts();

  /// Returns what was answered instead of a model's answer, if anything.
  Optional<Problem> problem();

  /// Returns the name of the filter that answered instead of a model, such as `cache`.
  Optional<String> answeredBy();
}
