package dev.gatehouse.sdk.exchange;

/// How an exchange ended. The list may grow: treat an unknown outcome as a failure.
public enum Outcome {
  /// The whole answer of a model, an upstream or a filter went out, whatever its status below 400.
  OK,
  /// The gateway refused: authentication, limits, malformed requests, unknown models.
  REJECTED,
  /// The provider answered with an error, or no target could be reached.
  UPSTREAM_ERROR,
  /// The answer broke off after content had gone out: cut or stalled by the upstream.
  TRUNCATED,
  /// The client left before the end.
  CLIENT_CANCELLED,
  /// A time limit ended the exchange before content went out.
  TIMEOUT,
  /// An extension failed.
  PLUGIN_ERROR,
  /// Its time to drain was over: the gateway was stopping, or the configuration or a plugin that it
  /// began with was replaced.
  DRAINED
}
