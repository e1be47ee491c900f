package dev.gatehouse.tck;

import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.InstanceStatus;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.MetricCapture;
import dev.gatehouse.testkit.PackedPlugin;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;

/// A gateway with the plugin in it, loaded from a file, and a scripted model behind it.
final class Trial implements AutoCloseable {
  /// What clients send as their key; it must be seen nowhere.
  static final String CLIENT_KEY = "tck-key-of-the-client";

  /// What the configuration refers to as `${TCK_SECRET}`; it must be seen nowhere.
  static final String SECRET = "tck-secret-of-the-configuration";

  private static final String PATH = "/v1/chat/completions";

  private final Subject subject;
  private final ScriptedUpstream upstream;
  private final ScriptedModel model;
  private final TestGateway gateway;

  private Trial(
      Subject subject, ScriptedUpstream upstream, ScriptedModel model, TestGateway gateway) {
    this.subject = subject;
    this.upstream = upstream;
    this.model = model;
    this.gateway = gateway;
  }

  /// Starts a gateway.
  ///
  /// @param model what stands behind the plugin
  /// @param companions plugins that it needs besides
  /// @param measured whether metrics are taken, so that instruments of the plugin that are not
  ///   given back hold on to it; false for plugins that bring the telemetry themselves
  static Trial start(
      Subject subject,
      String yaml,
      ScriptedModel model,
      List<PackedPlugin> companions,
      boolean measured) {
    ScriptedUpstream upstream = ScriptedUpstream.start();
    boolean started = false;
    try {
      TestGateway gateway =
          TestGateway.of(yaml)
              .file(subject.packed())
              .variable("UPSTREAM", upstream.url())
              .variable("TCK_SECRET", SECRET);
      companions.forEach(gateway::file);
      if (measured) {
        gateway.plugins(List.of(new MetricCapture()));
      }
      gateway.start();
      started = true;
      return new Trial(subject, upstream, model, gateway);
    } finally {
      if (!started) {
        upstream.close();
      }
    }
  }

  /// Asks for a whole answer.
  ///
  /// @param question what tells the request from others
  Received whole(String question, Reply reply) throws IOException, InterruptedException {
    upstream.on(model.path(), reply);
    return gateway.client().post(PATH, request(question, false), "authorization", authorization());
  }

  /// Asks for a streamed answer.
  EventStream stream(String question, Reply reply) throws IOException {
    upstream.on(model.path(), reply);
    return gateway.client().stream(PATH, request(question, true), "authorization", authorization());
  }

  private static String authorization() {
    return "Bearer " + CLIENT_KEY;
  }

  private static String request(String question, boolean stream) {
    return "{\"model\":\""
        + TrialConfiguration.MODEL
        + "\","
        + (stream ? "\"stream\":true," : "")
        + "\"messages\":[{\"role\":\"user\",\"content\":\""
        + question
        + "\"}]}";
  }

  /// Waits until an exchange is over for good.
  ExchangeRecord record(String id) throws InterruptedException {
    return gateway.record(id);
  }

  /// Returns what the gateway says of the plugin.
  PluginStatus status() {
    return gateway.gateway().generations().plugins().stream()
        .filter(plugin -> plugin.id().equals(subject.packed().id()))
        .findFirst()
        .orElseThrow();
  }

  /// Returns the sum of a count over the instances of the plugin.
  long sum(ToLongFunction<InstanceStatus> count) {
    return status().instances().stream().mapToLong(count).sum();
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
