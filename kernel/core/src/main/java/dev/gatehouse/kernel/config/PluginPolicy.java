package dev.gatehouse.kernel.config;

/// Which plugin files of the user's folder are loaded. Plugins of the distribution always are.
public enum PluginPolicy {
  /// Files whose hash is in `plugins.lock`.
  ALLOWLIST,
  /// Files signed by somebody whom the trust store knows.
  SIGNED,
  /// Every file. For development.
  ANY
}
