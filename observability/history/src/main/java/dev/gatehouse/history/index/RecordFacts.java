package dev.gatehouse.history.index;

import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Facts that follow from a record, told alike in the index and in answers.
public final class RecordFacts {
  private RecordFacts() {}

  /// Returns the code of what went wrong: what the client was told, else why the last attempt
  /// failed; null when nothing did.
  public static @Nullable String errorCode(ExchangeRecord record) {
    Problem problem = record.problem();
    if (problem != null) {
      return problem.code();
    }
    List<Attempt> attempts = record.decision().attempts();
    Problem last = attempts.isEmpty() ? null : attempts.getLast().problem();
    return last == null ? null : last.code();
  }

  /// Returns what the cache said, or null when none was asked.
  public static @Nullable String cache(ExchangeRecord record) {
    String tag = record.tags().get("cache");
    if (tag != null) {
      return tag;
    }
    return "cache".equals(record.decision().answeredBy()) ? "hit" : null;
  }
}
