package dev.gatehouse.kernel.admin;

import dev.gatehouse.sdk.exchange.Answer;

/// Answers requests to the admin listener. Thread-safe; never throws for a bad request.
@FunctionalInterface
public interface AdminHandler {
  /// Answers.
  Answer handle(AdminCall call);
}
