package dev.gatehouse.bench.swap;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.ReloadResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Replaces a plugin of a running gateway under load and prints what came of it:
///
/// ```
/// kernel/bench/swap.sh [swaps] [clean|leaves ...]
/// ```
///
/// Each swap drops a new version into the watched folder by an atomic move, at a random moment of
/// the watcher's period, and waits for the first answer of that version. With `leaves` the plugin
/// leaves something in a `ThreadLocal`. The exit code is 1 when a request failed, an exchange saw
/// two versions, or more than two class loaders of old versions stay in memory.
public final class SwapUnderLoad {
  private static final int WHOLE = 4;
  private static final int STREAMING = 8;
  private static final int MOST_LOADERS = 2;
  private static final long LONGEST_SWAP_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final PrintStream out;
  private final Path folder;
  private final Path plugins;
  private final boolean leaves;
  private final Random random = new Random(42);
  private volatile int mostGenerations;

  private SwapUnderLoad(PrintStream out, Path folder, boolean leaves) throws IOException {
    this.out = out;
    this.folder = folder;
    this.plugins = Files.createDirectories(folder.resolve("plugins"));
    this.leaves = leaves;
  }

  /// Runs the program.
  ///
  /// @param args how many swaps, then the modes
  public static void main(String[] args) throws Exception {
    int swaps = args.length == 0 ? 200 : Integer.parseInt(args[0]);
    List<String> modes =
        args.length < 2 ? List.of("clean", "leaves") : List.of(args).subList(1, args.length);
    PrintStream out = System.out;
    out.println(
        "| plugin | swaps | requests | streams (during a swap) | errors | mixed | loaders alive, clients on / gone | generations at most | swap p50 | p99 | longest |");
    out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    boolean well = true;
    for (String mode : modes) {
      Path folder = Files.createTempDirectory("gatehouse-swap");
      try {
        well &= new SwapUnderLoad(out, folder, mode.equals("leaves")).run(swaps);
      } finally {
        delete(folder);
      }
    }
    System.exit(well ? 0 : 1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private boolean run(int swaps) throws Exception {
    try (Upstream upstream = new Upstream()) {
      Path config =
          Files.writeString(
              folder.resolve("gatehouse.yaml"),
              """
              plugins: { policy: any }
              filters: [ stamp ]
              routes: [ { id: all, match: { path: /** }, upstream: "%s" } ]
              """
                  .formatted(upstream.url()));
      drop(0);
      try (Gateway gateway =
          Gateway.start(
              new GatewayOptions(
                  new ConfigSource.File(config),
                  folder,
                  null,
                  plugins,
                  folder.resolve("data"),
                  0,
                  0,
                  List.of(),
                  Map.of(),
                  true))) {
        return measure(gateway, swaps);
      }
    }
  }

  private boolean measure(Gateway gateway, int swaps) throws Exception {
    long[] took = new long[swaps];
    try (Clients clients =
        new Clients(gateway.dataUrl(), () -> generation(gateway), WHOLE, STREAMING)) {
      Thread sampler = Thread.ofPlatform().daemon().start(() -> sample(gateway));
      awaitVersion(clients, 0, System.nanoTime());
      for (int swap = 1; swap <= swaps; swap++) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
        drop(swap);
        took[swap - 1] = awaitVersion(clients, swap, System.nanoTime());
      }
      sampler.interrupt();
      int alive = aliveAfterCollection(gateway);
      clients.stop();
      clients.leave();
      int later = aliveAfterCollection(gateway);
      print(clients, took, alive, later);
      clients.faults().forEach(fault -> out.println("- " + fault));
      return clients.errors.sum() == 0 && clients.mixed.sum() == 0 && alive <= MOST_LOADERS;
    }
  }

  private static long generation(Gateway gateway) {
    ReloadResult last = gateway.generations().lastReload();
    return last == null ? 0 : last.generation();
  }

  private void drop(int version) throws IOException {
    Path beside = folder.resolve("arriving");
    StampPlugin.pack(beside, version, leaves);
    Files.move(beside, plugins.resolve("stamp-1.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long awaitVersion(Clients clients, int version, long since)
      throws InterruptedException {
    while (true) {
      Long seen = clients.firstSeen(version);
      if (seen != null) {
        return seen - since;
      }
      if (System.nanoTime() - since > LONGEST_SWAP_NANOS) {
        throw new IllegalStateException(
            "version " + version + " never answered: " + clients.faults());
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void sample(Gateway gateway) {
    try {
      while (true) {
        mostGenerations = Math.max(mostGenerations, gateway.generations().generationsInUse());
        TimeUnit.MILLISECONDS.sleep(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Collects until nothing more goes, while clients may go on.
  private static int aliveAfterCollection(Gateway gateway) throws InterruptedException {
    int alive = Integer.MAX_VALUE;
    for (int i = 0; i < 20 && alive > 0; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(250);
      alive = Math.min(alive, gateway.generations().retiredLoadersAlive());
    }
    return alive;
  }

  private void print(Clients clients, long[] took, int alive, int later) {
    Arrays.sort(took);
    out.printf(
        "| %s | %d | %,d | %,d (%,d) | %d | %d | %d / %d | %d | %d ms | %d ms | %d ms |%n",
        leaves ? "leaves a ThreadLocal" : "clean",
        took.length,
        clients.requests.sum(),
        clients.streams.sum(),
        clients.streamsOverSwap.sum(),
        clients.errors.sum(),
        clients.mixed.sum(),
        alive,
        later,
        mostGenerations,
        millis(took[took.length / 2]),
        millis(took[Math.min(took.length - 1, took.length * 99 / 100)]),
        millis(took[took.length - 1]));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
