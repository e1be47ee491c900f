package dev.gatehouse.history;

import dev.gatehouse.history.index.IndexText;
import dev.gatehouse.history.index.SliceLength;
import dev.gatehouse.history.journal.Fsync;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// A history as the kernel runs one, for tests.
final class OpenHistory implements AutoCloseable {
  static final HistoryConfig DEFAULTS =
      new HistoryConfig(
          true,
          null,
          SliceLength.HOUR,
          Duration.ofDays(30),
          new ByteSize(20L << 30),
          Fsync.INTERVAL,
          new ByteSize(4L << 30),
          IndexText.ALL,
          65_536,
          1,
          2,
          Duration.ofSeconds(30),
          64);

  final History history;
  private long written;
  private long settled;

  OpenHistory(Path folder, Clock clock) throws Exception {
    this(folder, clock, DEFAULTS);
  }

  OpenHistory(Path folder, Clock clock, HistoryConfig config) throws Exception {
    this(folder, clock, config, new SharedHistories());
  }

  OpenHistory(Path folder, Clock clock, HistoryConfig config, SharedHistories histories)
      throws Exception {
    history = History.create(config, new TestContext(folder, clock), histories);
  }

  static HistoryConfig retention(Duration age, long bytes) {
    HistoryConfig it = DEFAULTS;
    return new HistoryConfig(
        it.enabled(),
        it.folder(),
        it.slice(),
        age,
        new ByteSize(bytes),
        it.fsync(),
        it.journalLimit(),
        it.indexText(),
        it.indexTextLimit(),
        it.indexCpu(),
        it.searchThreads(),
        it.searchTime(),
        it.openSlices());
  }

  void write(ExchangeRecord... records) {
    write(List.of(records));
  }

  void write(List<ExchangeRecord> records) {
    history.write(records);
    written += records.size();
  }

  /// Searches once everything that was written here can be found.
  JsonNode search(String query, String... parameters) throws Exception {
    if (settled < written) {
      await(written);
      settled = written;
    }
    return searchNow(query, parameters);
  }

  /// Searches what can be found at this moment.
  JsonNode searchNow(String query, String... parameters) throws Exception {
    Map<String, List<String>> all = new HashMap<>();
    all.put("q", List.of(query));
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], List.of(parameters[i + 1]));
    }
    Answer answer = get("", all);
    return dev.gatehouse.sdk.http.Json.parse(answer.body().bytes());
  }

  Answer get(String path, Map<String, List<String>> parameters) throws Exception {
    return history.handle(
        new AdminRequest("GET", path, parameters, Headers.create(), Body.empty()));
  }

  List<String> ids(String query, String... parameters) throws Exception {
    return ids(search(query, parameters));
  }

  static List<String> ids(JsonNode result) {
    return result.get("items").values().stream().map(it -> it.get("id").asString()).toList();
  }

  /// Waits until at least so many records can be found.
  void await(long total) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> searchNow("", "limit", "0").get("total").asLong() >= total);
  }

  @Override
  public void close() {
    history.close();
  }
}
