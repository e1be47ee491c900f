package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.Binder;
import dev.gatehouse.kernel.config.ConfigNode;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.PluginsConfig;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.TripBreaker;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.plugin.ConfiguredConsumer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the instances of one generation, or takes over those of the one before that would come out
/// the same.
final class InstanceFactory {
  private final List<Instance> before;
  private final Binder binder;
  private final ConfigProblems problems;
  private final ContentReader contentReader;
  // A configuration that is refused anyway is read to its end, but nothing is made of it.
  private final boolean judging;
  private final List<ConfiguredConsumer> consumers;
  private final TripBreaker.Settings trip;
  private final List<Instance> made = new ArrayList<>();
  private String telemetryKey = "";

  InstanceFactory(
      List<Instance> before,
      GatewayConfig config,
      Binder binder,
      ConfigProblems problems,
      ContentReader contentReader) {
    this.before = before;
    this.binder = binder;
    this.problems = problems;
    this.judging = problems.failed();
    PluginsConfig.Trip when = config.plugins().trip();
    this.trip =
        new TripBreaker.Settings(
            when.faults(), when.within(), when.share(), when.backOff(), when.longestBackOff());
    this.contentReader = contentReader;
    this.consumers =
        config.consumers().entrySet().stream()
            .map(entry ->
                new ConfiguredConsumer(
                    new Consumer(
                        entry.getKey(),
                        java.util.Set.copyOf(entry.getValue().roles()),
                        entry.getValue().attributes()),
                    entry.getValue().keys()))
            .toList();
  }

  /// Instances made from now on hold instruments of this telemetry, and are made anew when it is.
  void telemetry(Instance telemetry) {
    telemetryKey = telemetry.key();
  }

  /// Makes or takes over an instance.
  ///
  /// @return the instance, or null when it cannot be made, which has been reported, or when the
  ///   configuration had problems from the start
  @Nullable Instance instance(
      LoadedPlugin plugin, Registered<?, ?> registered, String name, ConfigNode settings) {
    try {
      return instanceOrFault(plugin, registered, name, settings);
    } catch (Fault e) {
      problems.error(settings, e.getMessage() == null ? "cannot be made" : e.getMessage());
      return null;
    }
  }

  /// Says that a plugin's factory failed.
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }

  @Nullable Instance instanceOrFault(
      LoadedPlugin plugin, Registered<?, ?> registered, String name, ConfigNode settings)
      throws Fault {
    String key =
        String.join(
            "|",
            plugin.identity(),
            registered.point().id(),
            registered.name(),
            name,
            binder.fingerprint(settings),
            registered.isSection() ? "" : consumers.toString(),
            trip.toString(),
            telemetryKey);
    for (Instance instance : judging ? List.<Instance>of() : before) {
      if (instance.key().equals(key) && instance.plugin() == plugin && instance.tryRetain()) {
        made.add(instance);
        return instance;
      }
    }
    Extension extension = create(plugin, registered, name, settings);
    if (extension == null) {
      return null;
    }
    Instance instance =
        new Instance(
            key,
            name,
            plugin,
            registered,
            extension,
            new CallGate(trip, plugin.services().clock()));
    made.add(instance);
    return instance;
  }

  private <C extends Record, E extends Extension> @Nullable E create(
      LoadedPlugin plugin, Registered<C, E> registered, String name, ConfigNode settings)
      throws Fault {
    C config = binder.bind(settings, registered.config());
    if (config == null || judging) {
      return null;
    }
    InstanceServices services =
        new InstanceServices(plugin.services(), name, consumers, contentReader);
    try (ContextLoader _ = ContextLoader.of(plugin.plugin())) {
      E extension = registered.factory().create(config, services);
      if (extension == null) {
        throw new Fault(registered.name() + ": its factory returned nothing");
      }
      return extension;
    } catch (IllegalArgumentException e) {
      throw new Fault(String.valueOf(e.getMessage()));
    } catch (Fault e) {
      throw e;
    } catch (Throwable e) {
      throw new Fault(registered.name() + " cannot be made: " + Faults.render(e));
    }
  }

  /// Returns everything that was made or taken over; whoever takes them releases them.
  List<Instance> made() {
    return List.copyOf(made);
  }

  /// Gives back everything, when the generation does not come to be.
  void abandon() {
    made.forEach(Instance::release);
    made.clear();
  }
}
