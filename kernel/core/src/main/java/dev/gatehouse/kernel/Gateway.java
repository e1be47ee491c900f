package dev.gatehouse.kernel;

import dev.gatehouse.kernel.admin.AdminApi;
import dev.gatehouse.kernel.admin.GatewayState;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.ServerConfig;
import dev.gatehouse.kernel.listener.AdminListener;
import dev.gatehouse.kernel.listener.DataPlaneListener;
import dev.gatehouse.kernel.listener.FrontEnd;
import dev.gatehouse.kernel.pipeline.Admission;
import dev.gatehouse.kernel.pipeline.ContentReaders;
import dev.gatehouse.kernel.pipeline.ExchangeHandler;
import dev.gatehouse.kernel.pipeline.Explanations;
import dev.gatehouse.kernel.pipeline.HookTimes;
import dev.gatehouse.kernel.pipeline.KernelMetrics;
import dev.gatehouse.kernel.pipeline.Linker;
import dev.gatehouse.kernel.pipeline.SinkQueues;
import dev.gatehouse.kernel.pipeline.Watchdog;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.kernel.wire.ClientPool;
import dev.gatehouse.kernel.wire.Ticker;
import dev.gatehouse.kernel.wire.TrustedNetworks;
import dev.gatehouse.kernel.wire.WireLimits;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A running gateway: everything put together, from its start to its drained end.
public final class Gateway implements AutoCloseable, GatewayState {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse");
  private static final Duration POOL_IDLE = Duration.ofSeconds(60);
  private static final long CUT_GRACE_MILLIS = 2_000;

  private final Instant startedAt = Clock.systemUTC().instant();
  private final Ticker ticker = new Ticker();
  private final Watchdog watchdog = new Watchdog();
  private final Admission admission = new Admission();
  private final SinkQueues queues = new SinkQueues();
  private final Linker linker = new Linker(queues);
  private final ClientPool pool = new ClientPool(ticker, POOL_IDLE);
  private final ServerConfig server;
  private final GenerationHolder generations;
  private final DataPlaneListener data;
  private final AdminListener admin;
  private final HookTimes hookTimes;
  private volatile String health = "starting";
  private volatile Set<String> untrusted = Set.of();

  private Gateway(GatewayOptions options, GatewayConfig config) {
    this.server = config.server();
    this.generations =
        new GenerationHolder(
            Startup.holderOptions(options, config), linker, new ContentReaders(this::protocols));
    boolean started = false;
    try {
      load();
      ExchangeHandler handler = new ExchangeHandler(generations, pool, admission, watchdog);
      int port = options.port() >= 0 ? options.port() : server.port();
      int adminPort = options.adminPort() >= 0 ? options.adminPort() : server.adminPort();
      this.data =
          new DataPlaneListener(
              server.host(),
              port,
              handler,
              limits(server.limits()),
              ticker,
              new FrontEnd(TrustedNetworks.of(server.trustedNetworks()), server.proxyProtocol()));
      this.admin =
          new AdminListener(
              server.adminHost(),
              adminPort,
              new AdminApi(this, server),
              config.plugins().upload() ? AdminListener.MOST_UPLOAD : AdminListener.MOST_BODY);
      started = true;
    } finally {
      if (!started) {
        closeParts();
      }
    }
    KernelMetrics metrics =
        new KernelMetrics(generations, linker, admission, watchdog, queues, pool);
    metrics.follow();
    generations.onSwap(() -> {
      metrics.follow();
      tellUntrusted();
    });
    tellUntrusted();
    hookTimes = new HookTimes(generations);
    if (options.watch()) {
      generations.watch(config.plugins().watch());
    }
    health = "up";
  }

  /// Starts a gateway.
  ///
  /// @throws ConfigRefused when the configuration has errors
  /// @throws IllegalStateException when an address cannot be listened on
  public static Gateway start(GatewayOptions options) {
    ConfigProblems problems = new ConfigProblems();
    GatewayConfig config = Startup.read(options, problems);
    if (config == null || problems.failed()) {
      // Judged once more with the plugins, so that everything that is wrong is told at once.
      throw new ConfigRefused(Inspection.problems(options));
    }
    return new Gateway(options, config);
  }

  private void load() {
    ReloadResult first = generations.reload();
    if (!first.ok()) {
      throw new ConfigRefused(first.problems());
    }
    first.problems().forEach(problem -> LOG.log(System.Logger.Level.WARNING, problem.toString()));
  }

  /// Says loudly, and once for each, what is run though nobody allowed it.
  private void tellUntrusted() {
    Set<String> now =
        generations.plugins().stream()
            .filter(plugin -> plugin.origin().trustedBy().equals("any"))
            .filter(plugin -> plugin.state().equals(PluginStatus.ACTIVE))
            .map(plugin -> plugin.id() + " " + plugin.version())
            .collect(Collectors.toSet());
    for (String plugin : now) {
      if (!untrusted.contains(plugin)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "plugin "
                + plugin
                + " runs with all rights of the gateway though nobody allowed it: plugins.policy is any,"
                + " which is for development only");
      }
    }
    untrusted = now;
  }

  private List<ClientProtocol> protocols() {
    Generation generation = generations.acquire();
    try {
      return generation.protocols().stream().<ClientProtocol>map(Installed::it).toList();
    } finally {
      generation.release();
    }
  }

  private static WireLimits limits(ServerConfig.Limits limits) {
    return new WireLimits(
        limits.requestLine().toInt(),
        limits.headers().toInt(),
        limits.headerCount(),
        limits.body().bytes(),
        limits.connections(),
        limits.connectionsPerAddress(),
        limits.head(),
        limits.idle(),
        WireLimits.DEFAULT.bodyGrace(),
        WireLimits.DEFAULT.bodyRate(),
        limits.write());
  }

  /// Reads configuration and plugins again.
  public ReloadResult reload() {
    return generations.reload();
  }

  /// Stops: no longer ready, no new connections, running exchanges end within the drain time, and
  /// what is left is cut with an error event. Everything that was recorded reaches its sinks.
  @Override
  public void close() {
    if (health.equals("stopped")) {
      return;
    }
    health = "draining";
    data.drain();
    awaitExchanges(server.drain().toMillis());
    watchdog.stopAll();
    awaitExchanges(CUT_GRACE_MILLIS);
    health = "stopped";
    data.close();
    admin.close();
    hookTimes.close();
    closeParts();
  }

  private void awaitExchanges(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (admission.inFlight() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeParts() {
    queues.close();
    generations.close();
    pool.close();
    watchdog.close();
    ticker.close();
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public String health() {
    return health;
  }

  @Override
  public String dataUrl() {
    return url(server.host(), data.port());
  }

  @Override
  public String adminUrl() {
    return url(server.adminHost(), admin.port());
  }

  private static String url(String host, int port) {
    return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public int inFlight() {
    return admission.inFlight();
  }

  /// Returns how many calls of plugins were given up and still hold a thread.
  public int stuck() {
    return watchdog.stuck();
  }

  @Override
  public GenerationHolder generations() {
    return generations;
  }

  @Override
  public ArrayNode routes() {
    Generation generation = generations.acquire();
    try {
      return Explanations.routes(generation);
    } finally {
      generation.release();
    }
  }

  @Override
  public ObjectNode explain(ObjectNode request) {
    Generation generation = generations.acquire();
    try {
      return Explanations.explain(generation, request);
    } finally {
      generation.release();
    }
  }
}
