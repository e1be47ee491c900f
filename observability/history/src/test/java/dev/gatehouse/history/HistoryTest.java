package dev.gatehouse.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Searching and showing records, from the sink to the JSON.
class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  private OpenHistory history;

  @BeforeEach
  void open() throws Exception {
    history = new OpenHistory(folder, new TestClock(NOON.plusSeconds(3600)));
  }

  @AfterEach
  void close() {
    history.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "natalia | clips",
        "\"sold clips to 48\" | clips",
        "\"clips sold\" | ",
        "getUserById | code",
        "get_user_by_id | code",
        "\"user by id\" | code",
        "getUser* | code",
        "prompt:*lia | clips",
        "nat?lia | clips",
        "東京 | tokyo",
        "answer:72 | clips",
        "prompt:72 | ",
        "model:chat | tokyo,code,clips",
        "model:emb* | slow",
        "model:(embed or none) | slow",
        "-model:chat | refused,slow",
        "status:429 | refused",
        "status:>=400 | refused",
        "status:4xx | refused",
        "status:[200 to 299] latency:>2s | slow",
        "latency:<1s model:embed | ",
        "cost:>0.01 | slow",
        "cost:* | slow,tokyo,code,clips",
        "-cost:* | refused",
        "tokens:[1000 to 4000] | slow",
        "error:rate_limited | refused",
        "has:error | refused",
        "error-text:\"too many\" | refused",
        "too many | refused",
        "outcome:REJECTED | refused",
        "variant:candidate | code",
        "attr.team:search | slow",
        "cache:hit | slow",
        "trace:feed | slow",
        "feed | slow",
        "slow | slow",
        "time:>=2026-11-23T12:00:03Z | refused,slow",
        "time:<now-1h time:>now-2h | ",
        "time:2026-11-23 natalia or 東京 | tokyo,clips",
        "modle:chat | ",
        "natalia modle:chat | ",
        "natalia or modle:chat | clips",
        "session:* | code",
        "system:terse | code",
        "terse | ",
      })
  void finds(String query, String ids) throws Exception {
    history.write(sample());

    List<String> expected = ids == null ? List.of() : List.of(ids.split(",", -1));
    assertThat(history.ids(query)).isEqualTo(expected);
    assertThat(history.search(query, "limit", "0").get("total").asInt()).isEqualTo(expected.size());
  }

  @Test
  void tellsWhatItDidNotUnderstand() throws Exception {
    JsonNode result = history.search("modle:chat  and hello");

    assertThat(result.get("query").asString()).isEqualTo("modle:chat hello");
    JsonNode diagnostic = result.get("diagnostics").get(0);
    assertThat(diagnostic.get("suggestion").asString()).isEqualTo("model");
    assertThat(diagnostic.get("end").asInt()).isEqualTo(5);
  }

  @Test
  void facetsAndHistogramAddUpToTheTotal() throws Exception {
    List<ExchangeRecord> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Records record = new Records();
      record.id = "r" + i;
      record.at = NOON.minusSeconds(60L * i);
      record.model = List.of("chat", "embed", "mini").get(i % 3);
      record.status = i % 10 == 0 ? 502 : 200;
      record.outcome = i % 10 == 0 ? Outcome.UPSTREAM_ERROR : Outcome.OK;
      record.stream = i % 2 == 0;
      all.add(record.build());
    }
    history.write(all);

    JsonNode result =
        history.search(
            "", "facets", "model,status,outcome,stream", "histogram", "40", "limit", "7");

    assertThat(result.get("total").asInt()).isEqualTo(500);
    assertThat(result.get("totalExact").asBoolean()).isTrue();
    assertThat(result.get("items")).hasSize(7);
    for (String field : List.of("model", "status", "outcome", "stream")) {
      int sum = 0;
      for (JsonNode value : result.get("facets").get(field)) {
        sum += value.get("count").asInt();
      }
      assertThat(sum).as(field).isEqualTo(500);
    }
    assertThat(result.get("facets").get("status").get(1).get("count").asInt()).isEqualTo(50);
    JsonNode buckets = result.get("histogram").get("buckets");
    assertThat(buckets.size()).isLessThanOrEqualTo(40);
    assertThat(buckets.values().stream().mapToInt(it -> it.get("count").asInt()).sum())
        .isEqualTo(500);
    assertThat(buckets.values().stream().mapToInt(it -> it.get("errors").asInt()).sum())
        .isEqualTo(50);
  }

  @Test
  void pagesThroughAllRecordsWhileNewOnesArrive() throws Exception {
    List<ExchangeRecord> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      // several in the same millisecond, over several slices
      all.add(Records.of("r" + i, NOON.minusSeconds(600L * (i / 4)), "hello", "hi"));
    }
    history.write(all);

    List<String> seen = new ArrayList<>();
    JsonNode page = history.search("hello", "limit", "7");
    seen.addAll(OpenHistory.ids(page));
    int more = 0;
    while (!page.get("next").isNull()) {
      history.write(Records.of("new" + more++, NOON.plusSeconds(more), "hello", "hi"));
      page = history.search("hello", "limit", "7", "cursor", page.get("next").asString());
      seen.addAll(OpenHistory.ids(page));
    }

    assertThat(seen).hasSize(100).doesNotHaveDuplicates().allMatch(it -> it.startsWith("r"));
    assertThat(page.get("total").asInt()).isEqualTo(100 + more);
  }

  @Test
  void boundsTheTime() throws Exception {
    for (int i = 0; i < 10; i++) {
      history.write(Records.of("r" + i, NOON.minus(Duration.ofMinutes(30L * i)), "hello", "hi"));
    }

    assertThat(history.ids("", "from", "2026-11-23T11:00:00Z", "to", "2026-11-23T11:30:00Z"))
        .containsExactly("r1", "r2");
    assertThat(history.ids("", "from", "now-1h")).containsExactly("r0");
  }

  @Test
  void showsARecordWholeWithItsBytes() throws Exception {
    Records record = new Records();
    record.request = "system: be brief\nuser: what is Öl?";
    record.response = "It is oil.";
    history.write(record.build());

    JsonNode detail = Json.parse(history.get("exchange", Map.of()).body().bytes());

    assertThat(detail.get("messages").get(1).get("parts").get(0).get("text").asString())
        .isEqualTo("what is Öl?");
    assertThat(detail.get("answerParts").get(0).get("text").asString()).isEqualTo("It is oil.");
    assertThat(detail.get("prompt").asString()).isEqualTo("what is Öl?");
    assertThat(detail.get("request").get("bodyText").asString()).isEqualTo(record.request);
    assertThat(detail.get("decision").get("explanation")).hasSize(2);
    assertThat(detail.get("attempts").get(0).get("durationMs").asDouble()).isEqualTo(100.0);
    assertThat(detail.get("costUsd").decimalValue()).isEqualByComparingTo("0.0015");
    Answer raw = history.get("exchange/response", Map.of());
    assertThat(raw.body().bytes()).asString().isEqualTo("It is oil.");
    assertThat(raw.headers().value("content-type")).isEqualTo("text/plain");
  }

  @Test
  void refusesWhatItCannotAnswer() {
    assertProblem(404, () -> history.get("unknown", Map.of()));
    assertProblem(404, () -> history.get("unknown/bodies", Map.of()));
    assertProblem(400, () -> history.search("", "limit", "501"));
    assertProblem(400, () -> history.search("", "limit", "many"));
    assertProblem(400, () -> history.search("", "cursor", "x"));
    assertProblem(400, () -> history.search("", "from", "yesterday"));
    assertProblem(400, () -> history.search("", "facets", "modle"));
    assertProblem(400, () -> history.search("", "facets", "prompt"));
    assertProblem(400, () -> history.search("", "sort", "cost"));
  }

  @Test
  void findsAPhraseOfAnyRecord() throws Exception {
    List<String> prompts = new ArrayList<>();
    java.util.Random random = new java.util.Random(7);
    List<ExchangeRecord> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder prompt = new StringBuilder();
      for (int w = 0; w < 30; w++) {
        prompt.append("word").append((char) ('a' + random.nextInt(26))).append(' ');
      }
      prompts.add(prompt.toString());
      all.add(Records.of("r" + i, NOON.minusSeconds(i * 97L), prompt.toString(), "ok"));
    }
    history.write(all);
    for (int i = 0; i < 300; i += 13) {
      String[] words = prompts.get(i).split(" ", -1);
      String phrase = String.join(" ", List.of(words).subList(5, 15));

      assertThat(new HashSet<>(history.ids("\"" + phrase + "\""))).contains("r" + i);
    }
  }

  @Test
  void describesItsResources() {
    JsonNode paths =
        Json.parse(
            history.history.openApiPaths().getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(paths.propertyNames()).contains("", "/{id}", "/{id}/request", "/{id}/response");
  }

  private static void assertProblem(
      int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, it -> assertThat(it.problem().status()).isEqualTo(status));
  }

  private static ExchangeRecord[] sample() {
    Records code = new Records();
    code.id = "code";
    code.at = NOON.plusSeconds(1);
    code.request = "system: be terse\nuser: why does getUserById fail?";
    code.variant = "candidate";
    code.session = "s1";
    Records slow = new Records();
    slow.id = "slow";
    slow.at = NOON.plusSeconds(3);
    slow.model = "embed";
    slow.request = "user: embed this";
    slow.totalNanos = 3_000_000_000L;
    slow.costNanos = 20_000_000L;
    slow.usage = Usage.of(1500, 500);
    slow.tags = Map.of("team", "search", "cache", "hit");
    slow.trace = "feed";
    Records refused = new Records();
    refused.id = "refused";
    refused.at = NOON.plusSeconds(4);
    refused.model = null;
    refused.status = 429;
    refused.outcome = Outcome.REJECTED;
    refused.response = "You sent too many requests.";
    refused.problem = Problem.of(429, "rate_limited", "too many");
    refused.costNanos = null;
    refused.usage = null;
    return new ExchangeRecord[] {
      Records.of("clips", NOON, "Natalia sold clips to 48 of her friends", "She sold 72 clips."),
      code.build(),
      Records.of("tokyo", NOON.plusSeconds(2), "東京は日本の首都です", "はい"),
      slow.build(),
      refused.build()
    };
  }
}
