package dev.gatehouse.kernel.config;

/// What a key of the admin API may do. Each role may do what those before it may.
public enum AdminRole {
  /// Look at everything, and ask what would happen.
  VIEWER,
  /// Read the configuration again, and change what extensions let it change.
  OPERATOR,
  /// Switch plugins off and on, load them anew, and upload them: run code in the gateway.
  PLUGIN_ADMIN
}
