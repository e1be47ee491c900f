package dev.gatehouse.compatibility;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.sdk.route.Router;
import java.time.Duration;

/// Brings an extension for each point that plugins usually fill.
public final class WitnessPlugin implements GatewayPlugin {
  /// Made by the gateway.
  public WitnessPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Filter.POINT, "witness", WitnessConfig.class, WitnessFilter::new)
        .stage(Stage.TRANSFORM)
        .onError(ErrorMode.CLOSED)
        .timeout(Duration.ofSeconds(2))
        .readsBody()
        .description("Uses every hook.");
    registry
        .add(
            Authenticator.POINT,
            "witness",
            WitnessConfig.None.class,
            (_, _) -> new WitnessAuthenticator())
        .stage(Stage.AUTHENTICATION);
    registry.add(Router.POINT, "witness", WitnessConfig.None.class, (_, _) -> new WitnessRouter());
    registry.add(
        Provider.POINT, "witness", WitnessConfig.None.class, (_, _) -> new WitnessProvider());
    registry
        .add(
            RequestLogSink.POINT,
            "witness",
            WitnessConfig.None.class,
            (_, context) -> new WitnessSink(context))
        .section();
  }
}
