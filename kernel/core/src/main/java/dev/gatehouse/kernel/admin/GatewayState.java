package dev.gatehouse.kernel.admin;

import dev.gatehouse.kernel.plugin.GenerationHolder;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the admin API needs to know of the running gateway.
public interface GatewayState {
  /// Returns when the gateway was started.
  Instant startedAt();

  /// Returns `up`, `starting`, `draining`.
  String health();

  /// Returns the base URL of the data plane, or empty while it is starting.
  String dataUrl();

  /// Returns the base URL of the admin listener, or empty while it is starting.
  String adminUrl();

  /// Returns how many exchanges go on now.
  int inFlight();

  /// Returns the holder of the configuration and the plugins.
  GenerationHolder generations();

  /// Describes the routes with their filters and hits.
  ArrayNode routes();

  /// Explains what would happen to a request.
  ///
  /// @throws dev.gatehouse.sdk.http.ProblemException when the request is not described properly
  ObjectNode explain(ObjectNode request);
}
