package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A match on the listener and what applies to it.
///
/// @param id unique among routes
/// @param match what has to hold
/// @param upstream where a plain HTTP route goes, or null for a model route
/// @param stripPrefix what is taken off the path on its way to the upstream; empty for nothing
/// @param timeouts the timers of a plain HTTP route
/// @param maxConnections the most connections to the upstream
/// @param filters its own filters, after the global ones
/// @param at where it stands
public record RouteConfig(
    String id,
    Match match,
    @Nullable URI upstream,
    String stripPrefix,
    Timeouts timeouts,
    int maxConnections,
    List<FilterUse> filters,
    Location at) {
  /// Copies the list.
  public RouteConfig {
    filters = List.copyOf(filters);
  }

  /// What a request must be like. Everything that is given has to hold.
  public record Match(
      @Option(description = "The path: exact, or a prefix ending in `/**`.", defaultValue = "/**")
          @Pattern(regexp = "/[^*?#]*(\\*\\*)?")
          String path,
      @Option(description = "The methods; empty for all.")
          List<@Pattern(regexp = "[A-Z]+") String> methods,
      @Option(
              description =
                  "The host the client asks for, without port; `*.example.org` for all below.")
          @Nullable String host,
      @Option(description = "Header fields and their exact values.") Map<String, String> headers,
      @Option(description = "The model the client asks for.") @Nullable String model) {}

  /// The keys of a route, for binding; `filters` is read on its own.
  record Keys(
      @Option(description = "Unique among routes; appears in records, spans and metrics.")
          @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
          String id,
      @Option(description = "What a request must be like.") Match match,
      @Option(description = "Where a plain HTTP route goes. Without it the route is for models.")
          @Nullable URI upstream,
      @Option(description = "Taken off the path on its way to the upstream.")
          @Nullable String stripPrefix,
      @Option(description = "Time limits of a plain HTTP route.") Timeouts timeouts,
      @Option(description = "Most connections to the upstream.", defaultValue = "1024")
          @Min(1)
          @Max(65535)
          int maxConnections) {}
}
