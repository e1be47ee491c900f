package dev.gatehouse.bench.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Lets hooks wait for what never comes, with a limit of 50 ms, and tells how long after it they
/// were interrupted. `kernel/bench/limits.sh` runs it.
public final class TimeLimits {
  private static final int WARM_UP = 20;
  private static final int CALLS = 200;
  private static final long LIMIT_MILLIS = 50;
  private static final List<String> WAYS = List.of("sleep", "latch", "lock", "socket");

  /// Each call's time, in nanoseconds.
  private final Queue<Long> took = new ConcurrentLinkedQueue<>();

  private final ReentrantLock held = new ReentrantLock();

  /// How a filter waits.
  record Config(@Option(description = "For what it waits.") String way) {}

  private final class Waiting implements GatewayPlugin {
    @Override
    public void register(PluginRegistry registry) {
      registry.add(Filter.POINT, "waits", Config.class, (config, context) -> filter(config));
    }
  }

  private Filter filter(Config config) {
    return new Filter() {
      @Override
      public Decision onRequest(Exchange exchange) throws Exception {
        long begin = System.nanoTime();
        try {
          waitFor(config.way());
        } catch (InterruptedException | IOException e) {
          took.add(System.nanoTime() - begin);
        }
        return Decision.respond(Answer.of(200, "text/plain", "done".getBytes(UTF_8)));
      }
    };
  }

  private void waitFor(String way) throws InterruptedException, IOException {
    switch (way) {
      case "sleep" -> TimeUnit.HOURS.sleep(1);
      case "latch" -> new CountDownLatch(1).await();
      case "lock" -> held.lockInterruptibly();
      default -> {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
          int _ = socket.getInputStream().read();
        }
      }
    }
  }

  private TimeLimits() {}

  /// Runs the program.
  public static void main(String[] args) throws Exception {
    System.out.println("| waits for | calls | late by p50 | p99 | at most |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (String way : WAYS) {
      new TimeLimits().run(way);
    }
    System.exit(0);
  }

  private void run(String way) throws Exception {
    held.lock();
    try {
      callAll(way);
    } finally {
      held.unlock();
    }
    report(way);
  }

  private void callAll(String way) throws Exception {
    Path folder = Files.createTempDirectory("gatehouse-limits");
    String config =
        """
        plugins: { trip: { faults: 0 } }
        filters: [ { waits: { way: %s }, timeout: %dms, on-error: open } ]
        routes: [ { id: all, upstream: "http://127.0.0.1:9" } ]
        """
            .formatted(way, LIMIT_MILLIS);
    try (Gateway gateway =
            Gateway.start(
                new GatewayOptions(
                    new ConfigSource.Text("gatehouse.yaml", config),
                    folder,
                    null,
                    folder.resolve("plugins"),
                    folder.resolve("data"),
                    0,
                    0,
                    List.of(PluginSource.ofInstance("waiting", "1", new Waiting())),
                    Map.of(),
                    false));
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < WARM_UP + CALLS; i++) {
        if (i == WARM_UP) {
          took.clear();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.dataUrl() + "/x")).build();
        if (http.send(request, BodyHandlers.ofString()).statusCode() != 200) {
          throw new IllegalStateException("no answer");
        }
      }
    }
  }

  private void report(String way) {
    List<Double> late = took.stream().map(nanos -> nanos / 1e6 - LIMIT_MILLIS).sorted().toList();
    System.out.printf(
        "| %s | %d | %.1f ms | %.1f ms | %.1f ms |%n",
        way,
        late.size(),
        late.get(late.size() / 2),
        late.get((int) Math.ceil(late.size() * 0.99) - 1),
        late.getLast());
  }
}
