package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
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
/// @param state `active`; `refused` when nobody let it in, `failed` when it cannot be used,
///   `disabled` when it was switched off, `passed over` for a version that another one hides;
///   `found` when it was looked at but not loaded; `draining` when exchanges go on with it though
///   it was replaced or removed, `stopped` when something keeps it in memory after that
/// @param since when it was loaded or refused
/// @param reason why it is not active, or null
/// @param extensions what it adds
/// @param instances the instances of the running generation
/// @param origin where it comes from and who let it in
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
    List<InstanceStatus> instances,
    Origin origin) {
  /// The state of a plugin that is used.
  public static final String ACTIVE = "active";

  /// The state of a plugin that was replaced or removed while exchanges still go on with it.
  public static final String DRAINING = "draining";

  /// The state of a plugin that is not used any more and stays in memory.
  public static final String STOPPED = "stopped";

  /// The state of a plugin that nobody let in.
  public static final String REFUSED = "refused";

  /// Makes a status of something whose origin nobody asked.
  PluginStatus(
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
    this(id, version, sdk, file, sha256, state, since, reason, extensions, instances, Origin.NONE);
  }

  /// Returns the same plugin as one that cannot be used.
  PluginStatus failed(String why) {
    return new PluginStatus(
        id, version, sdk, file, sha256, "failed", since, why, extensions, instances, origin);
  }

  /// Where a plugin comes from and who let it in.
  ///
  /// @param name a name for people, or null
  /// @param description what it is for, or null
  /// @param vendor who makes it, or null
  /// @param license its licence, or null
  /// @param url where to read on, or null
  /// @param describedBy where its id was read: `descriptor`, `manifest`, `file name`, or empty for
  ///   objects
  /// @param trustedBy who let it in: `distribution`, `program` for objects, `lock`, `signature`,
  ///   `any`, or empty when nobody did
  /// @param signer who signed it, as far as that was asked; or null
  /// @param loader the name of its class loader, or empty
  /// @param permissions what it asks for
  public record Origin(
      @Nullable String name,
      @Nullable String description,
      @Nullable String vendor,
      @Nullable String license,
      @Nullable String url,
      String describedBy,
      String trustedBy,
      @Nullable String signer,
      String loader,
      Permissions permissions) {
    static final Origin NONE =
        new Origin(null, null, null, null, null, "", "", null, "", Permissions.NONE);
  }

  /// An extension of a plugin.
  public record ExtensionStatus(
      String point,
      String name,
      String stage,
      String onError,
      long timeoutMs,
      String description,
      boolean section) {}

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
