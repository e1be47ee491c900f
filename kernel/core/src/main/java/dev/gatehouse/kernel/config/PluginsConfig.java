package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where plugin jars are found, besides those that come with the distribution, and which of them
/// are loaded.
public record PluginsConfig(
    @Option(
            description = "Folder that is watched for plugin jars and zips.",
            defaultValue = "plugins")
        @NotBlank
        String folder,
    @Option(
            description = "How often the folder and the configuration are looked at.",
            defaultValue = "500ms")
        Duration watch,
    @Option(
            description =
                "Which files are loaded: allowlist (those in plugins.lock, which `gatehouse plugin install` writes), signed"
                    + " (those signed by a certificate of the trust store), any. Without a configuration file any, else"
                    + " allowlist.")
        @Nullable PluginPolicy policy,
    @Option(
            description =
                "File with the certificates of the signers that are trusted: PEM, or PKCS12 (.p12, .pfx). Needed for policy"
                    + " signed.")
        @Nullable String trustStore,
    @Option(description = "Password of the trust store, if it is PKCS12 and has one.")
        @Nullable Secret trustStorePassword,
    @Option(
            description =
                "Whether the admin API takes plugin files. Whoever may call it can then run code in the gateway.",
            defaultValue = "false")
        boolean upload) {
  /// Checks what the types cannot say.
  public PluginsConfig {
    if (policy == PluginPolicy.SIGNED && trustStore == null) {
      throw new IllegalArgumentException(
          "policy signed needs trust-store: a file with the certificates of the signers");
    }
  }
}
