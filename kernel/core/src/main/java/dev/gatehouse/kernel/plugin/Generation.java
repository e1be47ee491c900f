package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One configuration linked to the instances it uses. Immutable; an exchange uses one generation
/// from its beginning to its end, however often the configuration changes meanwhile.
public final class Generation extends Shared {
  /// The instances of a generation by what they are for.
  ///
  /// @param filters filters and authenticators by route id, in the order in which they see a
  ///   request
  /// @param providers by name
  /// @param protocols by id, alphabetically
  /// @param routers by model name
  record Parts(
      Map<String, List<Installed<?>>> filters,
      Map<String, Installed<Provider>> providers,
      List<Installed<ClientProtocol>> protocols,
      Map<String, Installed<Router>> routers,
      List<Installed<RequestLogSink>> sinks,
      Optional<Installed<Telemetry>> telemetry,
      List<AdminExtension> adminExtensions) {}

  private final long number;
  private final GatewayConfig config;
  private final Instant loadedAt;
  private final Parts parts;
  private final List<LoadedPlugin> plugins;
  private final List<Instance> instances;
  private volatile boolean retired;
  private long overAt;
  private @Nullable Retirement retirement;
  private volatile long pluginsSince = System.nanoTime();
  private @Nullable Object linked;
  private Runnable unlink = () -> {};

  Generation(
      long number,
      GatewayConfig config,
      Instant loadedAt,
      Parts parts,
      List<LoadedPlugin> plugins,
      List<Instance> instances) {
    this.number = number;
    this.config = config;
    this.loadedAt = loadedAt;
    this.parts = parts;
    this.plugins = List.copyOf(plugins);
    this.instances = List.copyOf(instances);
  }

  /// Returns its number, counting from 1.
  public long number() {
    return number;
  }

  /// Returns its configuration.
  public GatewayConfig config() {
    return config;
  }

  /// Returns when it was built.
  public Instant loadedAt() {
    return loadedAt;
  }

  /// Returns the filters and authenticators of a route, in the order in which they see a request.
  public List<Installed<?>> filters(RouteConfig route) {
    return parts.filters().getOrDefault(route.id(), List.of());
  }

  /// Returns the providers by name.
  public Map<String, Installed<Provider>> providers() {
    return parts.providers();
  }

  /// Returns the client protocols, in the order in which they are asked.
  public List<Installed<ClientProtocol>> protocols() {
    return parts.protocols();
  }

  /// Returns the routers by the name of the model that uses them.
  public Map<String, Installed<Router>> routers() {
    return parts.routers();
  }

  /// Returns the sinks.
  public List<Installed<RequestLogSink>> sinks() {
    return parts.sinks();
  }

  /// Returns the telemetry, if any.
  public Optional<Installed<Telemetry>> telemetry() {
    return parts.telemetry();
  }

  /// Returns what adds to the admin API.
  public List<AdminExtension> adminExtensions() {
    return parts.adminExtensions();
  }

  /// Returns what the linker made of this generation.
  public <T> T linked(Class<T> type) {
    return type.cast(Objects.requireNonNull(linked, "the generation was not linked"));
  }

  void linked(Object result) {
    linked = result;
  }

  /// Sets what to do when nobody uses it any more, before its instances are given back.
  void whenReleased(Runnable action) {
    unlink = action;
  }

  /// Returns whether a plugin has gone, or was replaced, since a moment of [System#nanoTime].
  public boolean lostPluginSince(long nanos) {
    return pluginsSince - nanos > 0;
  }

  /// Takes over, before this generation serves, since when the plugins of the one before are here.
  void follows(Generation before) {
    pluginsSince = before.pluginsSince;
  }

  /// Notes, once this generation serves, whether a plugin of the one before has gone. Not earlier:
  /// a connection that begins between the note and the change would run the old plugin and be taken
  /// for a new one.
  void replaced(Generation before) {
    if (!plugins.containsAll(before.plugins)) {
      pluginsSince = System.nanoTime();
    }
  }

  /// When a generation was replaced, and when the last of its exchanges is cut.
  record Retirement(Instant at, Instant over) {}

  /// Says that another generation serves, and how long exchanges may go on with this one.
  void retire(Instant now, Duration drain) {
    // Written before the flag, and read after it.
    retirement = new Retirement(now, now.plus(drain));
    overAt = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(drain), Long.MAX_VALUE / 2);
    retired = true;
  }

  /// Returns whether exchanges that still go on with this generation have to end, at a moment of
  /// [System#nanoTime].
  public boolean overdue(long nanos) {
    return retired && nanos - overAt >= 0;
  }

  /// Returns when it was replaced, or null while it serves.
  @Nullable Retirement retirement() {
    return retired ? retirement : null;
  }

  List<LoadedPlugin> plugins() {
    return plugins;
  }

  /// Takes the counts of one hook of an instance.
  public interface HookReader {
    /// Takes them.
    void take(String pluginId, String extension, String instance, HookStats hook);
  }

  /// Takes what is known of an instance as a whole.
  public interface GateReader {
    /// Takes it.
    void take(String pluginId, String extension, String instance, CallGate gate);
  }

  /// Reads the gates of all instances.
  public void gates(GateReader reader) {
    for (Instance instance : instances) {
      reader.take(
          instance.plugin().id(), instance.registered().name(), instance.name(), instance.gate());
    }
  }

  /// Reads the counts of all hooks.
  public void hooks(HookReader reader) {
    gates((plugin, extension, instance, gate) ->
        gate.hooks().forEach(hook -> reader.take(plugin, extension, instance, hook)));
  }

  List<Instance> instances() {
    return instances;
  }

  /// Ends one use; the last one closes the instances that no other generation has.
  @Override
  public void release() {
    super.release();
  }

  @Override
  void released() {
    unlink.run();
    instances.forEach(Instance::release);
    plugins.forEach(LoadedPlugin::release);
  }
}
