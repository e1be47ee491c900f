package dev.gatehouse.testkit;

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.util.ArrayList;
import java.util.List;

/// A gateway with an upstream and a clock of its own, for one test at a time.
final class Stand implements AutoCloseable {
  /// What makes two stands interchangeable.
  record Setting(String yaml, List<Class<? extends GatewayPlugin>> plugins, boolean isolated) {
    Setting {
      plugins = List.copyOf(plugins);
    }
  }

  private final Setting setting;
  private final ScriptedUpstream upstream;
  private final TestClock clock = new TestClock();
  private final TestGateway gateway;

  private Stand(Setting setting, ScriptedUpstream upstream, TestGateway gateway) {
    this.setting = setting;
    this.upstream = upstream;
    this.gateway = gateway.clock(clock).variable("UPSTREAM", upstream.url());
  }

  /// Starts one.
  static Stand start(Setting setting) throws ReflectiveOperationException {
    ScriptedUpstream upstream = ScriptedUpstream.start();
    boolean started = false;
    try {
      Stand stand = new Stand(setting, upstream, gateway(setting));
      stand.gateway.start();
      started = true;
      return stand;
    } finally {
      if (!started) {
        upstream.close();
      }
    }
  }

  private static TestGateway gateway(Setting setting) throws ReflectiveOperationException {
    TestGateway gateway = TestGateway.of(setting.yaml());
    if (setting.isolated()) {
      setting.plugins().forEach(plugin -> gateway.file(PackedPlugin.of(plugin)));
      return gateway;
    }
    List<GatewayPlugin> plugins = new ArrayList<>();
    for (Class<? extends GatewayPlugin> plugin : setting.plugins()) {
      plugins.add(plugin.getConstructor().newInstance());
    }
    return gateway.plugins(plugins);
  }

  /// Makes it ready for the next test.
  void reset() {
    upstream.reset();
    clock.goOn();
  }

  Setting setting() {
    return setting;
  }

  ScriptedUpstream upstream() {
    return upstream;
  }

  TestClock clock() {
    return clock;
  }

  TestGateway gateway() {
    return gateway;
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
  }
}
