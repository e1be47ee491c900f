package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the gateway listens and what it puts up with.
public record ServerConfig(
    @Option(description = "Address of the data plane.", defaultValue = "127.0.0.1") @NotBlank
        String host,
    @Option(
            description = "Port of the data plane; 0 lets the system choose.",
            defaultValue = "8080")
        @Min(0)
        @Max(65535)
        int port,
    @Option(description = "Address of the admin API and the console.", defaultValue = "127.0.0.1")
        @NotBlank
        String adminHost,
    @Option(
            description = "Port of the admin API and the console; 0 lets the system choose.",
            defaultValue = "9090")
        @Min(0)
        @Max(65535)
        int adminPort,
    @Option(
            description =
                "Key that the admin API asks for as a bearer token; it may do everything. This or admin-keys is needed when"
                    + " the admin API listens beyond loopback.")
        @Nullable Secret adminKey,
    @Option(description = "Further keys of the admin API by name, each with a role.")
        Map<String, AdminKey> adminKeys,
    @Option(description = "Folder for everything that outlives a restart.", defaultValue = "data")
        @NotBlank
        String dataFolder,
    @Option(
            description =
                "Says that callers beyond this machine may come without authentication. Without it, listening beyond"
                    + " loopback needs an authenticator among the global filters.",
            defaultValue = "false")
        boolean allowAnonymous,
    @Option(
            description =
                "Networks of load balancers and proxies in front, such as 10.0.0.0/8. Only from them are Forwarded and"
                    + " X-Forwarded-For/-Proto believed; from all others they are taken away.")
        List<String> trustedNetworks,
    @Option(
            description =
                "Whether each connection begins with a PROXY header, version 1 or 2. Connections from elsewhere than"
                    + " trusted-networks are closed then.",
            defaultValue = "false")
        boolean proxyProtocol,
    @Option(
            description =
                "How long running exchanges may go on after a stop was asked for; then streams are cut with an error event.",
            defaultValue = "30s")
        Duration drain,
    @Option(description = "Bounds of what is accepted.") Limits limits) {

  /// A key of the admin API.
  public record AdminKey(
      @Option(description = "What callers show as a bearer token.") Secret key,
      @Option(
              description =
                  "What it may do: viewer looks, operator also reloads the configuration, plugin-admin also switches and"
                      + " uploads plugins.",
              defaultValue = "viewer")
          AdminRole role) {}

  /// Bounds of what the data plane accepts. Nothing is unlimited.
  public record Limits(
      @Option(description = "Largest request body.", defaultValue = "64MiB") ByteSize body,
      @Option(description = "Largest sum of header lines.", defaultValue = "32KiB")
          ByteSize headers,
      @Option(description = "Most header lines.", defaultValue = "200") @Min(1) @Max(2000)
          int headerCount,
      @Option(description = "Longest request line.", defaultValue = "8KiB") ByteSize requestLine,
      @Option(description = "Most open connections.", defaultValue = "10000") @Min(1)
          int connections,
      @Option(description = "Most open connections from one address.", defaultValue = "2000")
          @Min(1)
          int connectionsPerAddress,
      @Option(
              description = "Most exchanges at the same time; more are answered 503.",
              defaultValue = "4096")
          @Min(1)
          int exchanges,
      @Option(
              description = "Most bytes of held bodies at the same time; more are answered 503.",
              defaultValue = "256MiB")
          ByteSize inFlightBytes,
      @Option(
              description = "Most bytes of each request and each answer that are kept for sinks.",
              defaultValue = "1MiB")
          ByteSize recordedBody,
      @Option(
              description =
                  "Most bytes of records that wait for a sink; more are dropped and counted.",
              defaultValue = "64MiB")
          ByteSize recordQueue,
      @Option(description = "Largest event of a stream.", defaultValue = "4MiB") ByteSize event,
      @Option(description = "How long an idle connection is kept.", defaultValue = "75s")
          Duration idle,
      @Option(description = "How long the head of a request may take.", defaultValue = "10s")
          Duration head,
      @Option(
              description = "How long a client may refuse to take bytes of its answer.",
              defaultValue = "30s")
          Duration write,
      @Option(description = "How long an exchange may take as a whole.", defaultValue = "10m")
          Duration total) {}
}
