package dev.gatehouse.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.log.ExchangeRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills a process again and again while many threads record, as `kill -9` does. Rounds: 3, or as
/// many as the system property `kill.rounds` says.
class KillTest {
  private static final int PRODUCERS = 32;
  private static final long PAUSE = 10_000_000;
  private static final int MOST_LINES = 30_000;

  @TempDir Path folder;

  @Test
  @Timeout(3600)
  void losesNothingAcknowledgedAndDoublesNothing() throws Exception {
    int rounds = Integer.getInteger("kill.rounds", 3);
    Random random = new Random(42);
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < rounds; round++) {
      acknowledged.addAll(runAndKill(round, 100 + random.nextInt(4_400)));
      checkSlices();
    }

    Set<String> found = new HashSet<>();
    try (OpenHistory history = new OpenHistory(folder, Clock.systemUTC())) {
      // what was written but not yet acknowledged may be there too, so that all are waited for
      Awaitility.await()
          .atMost(Duration.ofMinutes(30))
          .pollInterval(Duration.ofMillis(500))
          .until(() ->
              history.searchNow("", "limit", "0").get("total").asLong() >= acknowledged.size()
                  && collect(history, found).containsAll(acknowledged));
    }
    assertThat(acknowledged).hasSizeGreaterThan(20 * rounds);
    System.getLogger("KillTest")
        .log(
            System.Logger.Level.INFO,
            "{0} acknowledged, {1} found",
            acknowledged.size(),
            found.size());
    checkSlices();
  }

  /// Pages through everything; a record that is there twice is an error at once.
  private static Set<String> collect(OpenHistory history, Set<String> found) throws Exception {
    found.clear();
    JsonNode page = history.searchNow("", "limit", "500");
    while (true) {
      for (String id : OpenHistory.ids(page)) {
        if (!found.add(id)) {
          throw new AssertionError(id + " is there twice");
        }
      }
      if (page.get("next").isNull()) {
        return found;
      }
      page = history.searchNow("", "limit", "500", "cursor", page.get("next").asString());
    }
  }

  private List<String> runAndKill(int round, long millis) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Producer.class.getName());
    command.add(folder.toString());
    command.add(String.valueOf(round));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      long end = System.nanoTime() + millis * 1_000_000;
      while (line != null && System.nanoTime() < end && acknowledged.size() < MOST_LINES) {
        acknowledged.add(line);
        line = out.readLine();
      }
      process.toHandle().destroyForcibly();
      // whole lines that were on their way were acknowledged too; the last may be cut
      List<String> rest = new ArrayList<>();
      for (String late = line; late != null; late = out.readLine()) {
        rest.add(late);
      }
      rest.stream().filter(it -> it.endsWith(".")).forEach(acknowledged::add);
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged.stream().map(it -> it.substring(0, it.length() - 1)).toList();
  }

  private void checkSlices() throws IOException {
    try (Stream<Path> slices = Files.list(folder.resolve("slices"))) {
      for (Path slice : slices.toList()) {
        try (Directory directory = FSDirectory.open(slice)) {
          if (DirectoryReader.indexExists(directory)) {
            try (CheckIndex check = new CheckIndex(directory)) {
              assertThat(check.checkIndex().clean).as(slice.toString()).isTrue();
            }
          }
        }
      }
    }
  }

  /// The process that is killed: many threads record and tell each record that was accepted.
  static final class Producer {
    private Producer() {}

    public static void main(String[] args) throws Exception {
      OpenHistory history = new OpenHistory(Path.of(args[0]), Clock.systemUTC());
      List<Thread> producers = new ArrayList<>();
      for (int p = 0; p < PRODUCERS; p++) {
        int producer = p;
        producers.add(
            Thread.ofPlatform().start(() -> produce(history.history, args[1] + "-" + producer)));
      }
      for (Thread producer : producers) {
        producer.join();
      }
    }

    private static void produce(History history, String name) {
      for (int i = 0; i < 1_000_000; i++) {
        Records record = new Records();
        record.id = name + "-" + i;
        // three slices, so that several writers commit
        record.at = Instant.now().minusSeconds(3600L * (i % 3));
        record.request = "user: this is number " + i + " of " + name;
        record.tags = Map.of("round", name);
        ExchangeRecord built = record.build();
        history.write(List.of(built));
        byte[] line = (built.id() + ".\n").getBytes(StandardCharsets.UTF_8);
        synchronized (System.out) {
          System.out.write(line, 0, line.length);
          System.out.flush();
        }
        // slow enough that rounds reach commits of the index, which come every two seconds
        LockSupport.parkNanos(PAUSE);
      }
    }
  }
}
