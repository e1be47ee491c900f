package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.RecordCheck;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.ExtensionFactory;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes what one plugin declares.
final class Registry implements PluginRegistry {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Set<ExtensionPoint<?>> POINTS =
      Set.of(
          Filter.POINT,
          Authenticator.POINT,
          Router.POINT,
          Provider.POINT,
          ClientProtocol.POINT,
          RequestLogSink.POINT,
          Telemetry.POINT);

  private final List<Registered<?, ?>> registered = new ArrayList<>();

  @Override
  public <C extends Record, E extends Extension> Registration add(
      ExtensionPoint<E> point,
      String name,
      Class<C> config,
      ExtensionFactory<? super C, ? extends E> factory) {
    if (!POINTS.contains(point)) {
      throw new IllegalArgumentException("this gateway has no extension point " + point.id());
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of an extension consists of a-z, 0-9 and '-', got \"" + name + "\"");
    }
    if (registered.stream().anyMatch(r -> r.point().equals(point) && r.name().equals(name))) {
      throw new IllegalArgumentException(
          "the plugin registers " + point.id() + " " + name + " twice");
    }
    RecordCheck.check(config);
    Registered<C, E> added = new Registered<>(point, name, config, factory);
    registered.add(added);
    return added;
  }

  List<Registered<?, ?>> registered() {
    return List.copyOf(registered);
  }
}
