package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.policy.TripBreaker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the admin API tells of a plugin.
///
/// @param id its id, or the file's name when it has none
/// @param version its version, or empty
/// @param sdk the SDK range it was built for, or empty
/// @param file the file it came from, or empty
/// @param sha256 the file's hash, or empty
/// @param state `active`, `failed`, or `passed over` for a version that another one hides
/// @param since when it was loaded or refused
/// @param reason why it is not active, or null
/// @param extensions what it adds
/// @param instances the instances of the running generation
public record PluginStatus(
    String id,
    String version,
    String sdk,
    String file,
    String sha256,
    String state,
    Instant since,
    @Nullable String reason,
    List<ExtensionStatus> extensions,
    List<InstanceStatus> instances) {
  /// An extension of a plugin.
  public record ExtensionStatus(
      String point,
      String name,
      String stage,
      String onError,
      long timeoutMs,
      String description) {}

  /// What is known of a hook of an instance on a route.
  public record HookStatus(String route, String hook, long calls, double meanMicros) {}

  /// An instance of an extension.
  ///
  /// @param errors calls that threw, or failed open
  /// @param timeouts calls over their limit that did not fail open
  /// @param meanMicros the mean time of a call, in microseconds
  /// @param state `ok`, or `tripped` while it is left alone
  /// @param lastTrip why it was left alone last, or null
  public record InstanceStatus(
      String point,
      String extension,
      String name,
      long calls,
      long errors,
      long timeouts,
      double meanMicros,
      String state,
      TripBreaker.@Nullable Trip lastTrip,
      List<HookStatus> hooks) {}
}
