package dev.gatehouse.sdk;

/// What happens to the exchange when an extension throws or exceeds its time limit.
public enum ErrorMode {
  /// The exchange ends with the problem `plugin_error` (500) or `plugin_timeout` (503). The default
  /// for everything that protects: authentication, quota, guard, transform.
  CLOSED,
  /// The extension is skipped for the rest of the exchange, which is marked `failed_open`. For what
  /// only helps, such as a cache.
  OPEN
}
