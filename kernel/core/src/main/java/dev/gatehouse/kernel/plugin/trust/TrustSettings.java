package dev.gatehouse.kernel.plugin.trust;

import dev.gatehouse.kernel.config.CrossChecks;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.config.PluginsConfig;
import dev.gatehouse.sdk.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How it is decided which plugin files are let in.
///
/// @param policy what a file needs
/// @param lock where `plugins.lock` is, or will be
/// @param trustStore the certificates of trusted signers, or null
/// @param trustStorePassword its password, or null
/// @param installCommand the command that lets a file in, to be followed by the file
public record TrustSettings(
    PluginPolicy policy,
    Path lock,
    @Nullable Path trustStore,
    @Nullable Secret trustStorePassword,
    String installCommand) {
  /// What is known before the configuration is.
  ///
  /// @param development whether everything is let in unless the configuration says otherwise, also
  ///   where others than this machine can call
  /// @param base the folder that relative paths are meant from, and where the lock is
  /// @param installOptions what has to be added to `gatehouse plugin install`, such as ` --config
  ///   F`, or empty
  public record Defaults(boolean development, Path base, String installOptions) {
    /// Returns the settings with what the configuration says. A gateway that only this machine can
    /// call is in development, and lets everything in unless it is told otherwise.
    public TrustSettings with(GatewayConfig gateway) {
      PluginsConfig config = gateway.plugins();
      PluginPolicy policy = config.policy();
      boolean everything = development || CrossChecks.loopback(gateway.server().host());
      String store = config.trustStore();
      return new TrustSettings(
          policy != null ? policy : everything ? PluginPolicy.ANY : PluginPolicy.ALLOWLIST,
          base.resolve(PluginsLock.FILE),
          store == null ? null : base.resolve(store),
          config.trustStorePassword(),
          "gatehouse plugin install" + installOptions);
    }
  }
}
