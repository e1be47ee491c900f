package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
                    + " (those signed by a certificate of the trust store), any. By default any as long as the gateway listens on"
                    + " this machine alone, else allowlist.")
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
        boolean upload,
    @Option(
            description =
                "How long exchanges may go on with a configuration or a plugin that was replaced; then they are cut, streams"
                    + " with an error event. So no version of a plugin lives for ever.",
            defaultValue = "10m")
        Duration drain,
    @Option(description = "When an extension that fails all the time is left alone for a while.")
        Trip trip,
    @Option(
            description =
                "Which calls of filters get a span of their own: slow ones, all, or none.",
            defaultValue = "slow")
        Spans spans,
    @Option(description = "From when on a call of a filter is slow.", defaultValue = "50ms")
        Duration slow) {
  /// Checks what the types cannot say.
  public PluginsConfig {
    if (policy == PluginPolicy.SIGNED && trustStore == null) {
      throw new IllegalArgumentException(
          "policy signed needs trust-store: a file with the certificates of the signers");
    }
  }

  /// Which calls of filters get a span.
  public enum Spans {
    /// Those that take longer than `slow`.
    SLOW,
    /// All.
    ALL,
    /// None.
    NONE
  }

  /// When an extension is left alone: its calls are refused or skipped, as if each had failed.
  public record Trip(
      @Option(
              description = "How many failed calls within the window trip it; 0 for never.",
              defaultValue = "20")
          @Min(0)
          @Max(100_000)
          int faults,
      @Option(description = "Length of the window.", defaultValue = "10s") Duration within,
      @Option(
              description = "The least share of the window's calls that has to have failed.",
              defaultValue = "0.5")
          @DecimalMin("0")
          @DecimalMax("1")
          double share,
      @Option(
              description = "How long it is left alone; twice as long each further time in a row.",
              defaultValue = "1s")
          Duration backOff,
      @Option(description = "How long at most.", defaultValue = "1m") Duration longestBackOff) {}
}
