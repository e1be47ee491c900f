package dev.gatehouse.sdk;

/// One configured instance of something a plugin adds.
///
/// Instances are shared by all exchanges of a generation and must be thread-safe. The kernel calls
/// [#close] once, after the last exchange that uses the instance has completed.
public interface Extension extends AutoCloseable {
  /// Releases what the instance holds. What came from the plugin's context is released by the
  /// kernel.
  @Override
  default void close() {}
}
