package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Real questions with real arrival times through the packaged gateway, and every one found again.
///
/// The questions (MT-bench, GSM8K) and the arrival times (Azure's inference trace) lie in a folder
/// beside the checkout and are not part of it; without them this test is left out.
class TrafficIT {
  private static final Path DATA =
      PackagedGateway.HOME.resolve("../../../../../shared/data").normalize();
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private record Question(String text, boolean stream, String model) {}

  @Test
  void findsEveryQuestionThatPassed() throws Exception {
    assumeTrue(
        Files.isDirectory(DATA), "no questions at ../shared/data, so real traffic is left out");
    List<Question> questions = questions();
    assertThat(questions).hasSize(80 + 1319);
    List<Duration> arrivals = arrivals(questions.size(), Duration.ofSeconds(25));

    try (PackagedGateway gateway = PackagedGateway.start(folder, configuration())) {
      ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
      send(gateway, questions, arrivals, failures);
      assertThat(failures).isEmpty();

      JsonNode all =
          gateway.awaitHistory(
              "q=&limit=1&facets=model,status,outcome,stream,variant&histogram=40",
              result -> result.get("total").longValue() == questions.size());
      assertFacetsAddUp(all, questions);
      for (int i = 0; i < questions.size(); i += 37) {
        assertFound(gateway, questions.get(i));
      }
      assertPagesHoldEachRecordOnce(gateway, questions.size());
    }
  }

  private static String configuration() {
    return """
    providers:
      local: { type: simulated, time-to-first-token: 1ms, tokens-per-second: 100000, answer-tokens: 24 }
    models:
      maths: { targets: [ { provider: local, model: a } ] }
      talk: { targets: [ { provider: local, model: a, weight: 60 }, { provider: local, model: b, weight: 40 } ] }
    experiments:
      a-or-b:
        model: maths
        unit: [ request ]
        variants:
          control: { weight: 50, provider: local, model: a }
          candidate: { weight: 50, provider: local, model: b }
    """;
  }

  private static void send(
      PackagedGateway gateway,
      List<Question> questions,
      List<Duration> arrivals,
      ConcurrentLinkedQueue<String> failures)
      throws InterruptedException {
    long start = System.nanoTime();
    Semaphore open = new Semaphore(64);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < questions.size(); i++) {
        Question question = questions.get(i);
        long due = start + arrivals.get(i).toNanos();
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        open.acquire();
        senders.submit(() -> {
          try {
            HttpResponse<String> answer = gateway.chat(body(question));
            if (answer.statusCode() != 200) {
              failures.add(answer.statusCode() + " " + answer.body());
            } else if (question.stream() && !answer.body().endsWith("data: [DONE]\n\n")) {
              failures.add("a stream did not end properly");
            }
          } catch (IOException e) {
            failures.add(e.toString());
          } finally {
            open.release();
          }
          return null;
        });
      }
    }
  }

  private static String body(Question question) {
    ObjectNode body = JSON.createObjectNode().put("model", question.model());
    if (question.stream()) {
      body.put("stream", true);
    }
    body.putArray("messages").addObject().put("role", "user").put("content", question.text());
    return JSON.writeValueAsString(body);
  }

  private static void assertFacetsAddUp(JsonNode all, List<Question> questions) {
    long maths = questions.stream().filter(question -> question.model().equals("maths")).count();
    assertThat(all.get("totalExact").booleanValue()).isTrue();
    assertThat(count(all, "model", "maths")).isEqualTo(maths);
    assertThat(count(all, "model", "talk")).isEqualTo(questions.size() - maths);
    assertThat(count(all, "status", "200")).isEqualTo(questions.size());
    assertThat(count(all, "outcome", "ok")).isEqualTo(questions.size());
    assertThat(count(all, "stream", "true"))
        .isEqualTo(questions.stream().filter(Question::stream).count());
    assertThat(count(all, "variant", "control") + count(all, "variant", "candidate"))
        .isEqualTo(maths);
    long inBuckets = 0;
    for (JsonNode bucket : all.get("histogram").get("buckets")) {
      inBuckets += bucket.get("count").longValue();
    }
    assertThat(inBuckets).isEqualTo(questions.size());
  }

  private static long count(JsonNode result, String field, String value) {
    for (JsonNode entry : result.get("facets").get(field)) {
      if (entry.get("value").stringValue().equals(value)) {
        return entry.get("count").longValue();
      }
    }
    return 0;
  }

  private static void assertFound(PackagedGateway gateway, Question question) throws Exception {
    String[] words = question.text().split("[^\\p{L}\\p{N}]+");
    String phrase = String.join(" ", List.of(words).subList(0, Math.min(8, words.length))).strip();
    JsonNode found =
        gateway.admin(
            "/admin/v1/requests?limit=20&q="
                + URLEncoder.encode('"' + phrase + '"', StandardCharsets.UTF_8));
    List<String> ids = new ArrayList<>();
    found.get("items").forEach(item -> ids.add(item.get("id").stringValue()));
    assertThat(ids).as("hits for \"%s\"", phrase).isNotEmpty();
    List<String> texts = new ArrayList<>();
    for (String id : ids) {
      JsonNode record = gateway.admin("/admin/v1/requests/" + id);
      texts.add(record.get("messages").get(0).get("parts").get(0).get("text").stringValue());
    }
    assertThat(texts).contains(question.text());
  }

  private static void assertPagesHoldEachRecordOnce(PackagedGateway gateway, int total)
      throws Exception {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = gateway.admin("/admin/v1/requests?limit=200" + cursor);
      page.get("items").forEach(item -> seen.add(item.get("id").stringValue()));
      JsonNode next = page.get("next");
      cursor =
          next.isNull()
              ? null
              : "&cursor=" + URLEncoder.encode(next.stringValue(), StandardCharsets.UTF_8);
    } while (cursor != null);
    assertThat(seen).hasSize(total).doesNotHaveDuplicates();
  }

  private static List<Question> questions() throws IOException {
    List<Question> questions = new ArrayList<>();
    for (String line : Files.readAllLines(DATA.resolve("prompts/mt_bench_question.jsonl"))) {
      questions.add(
          new Question(
              JSON.readTree(line).get("turns").get(0).stringValue(),
              questions.size() % 2 == 0,
              "talk"));
    }
    for (String line : Files.readAllLines(DATA.resolve("prompts/gsm8k_test.jsonl"))) {
      questions.add(
          new Question(
              JSON.readTree(line).get("question").stringValue(),
              questions.size() % 2 == 0,
              "maths"));
    }
    return questions;
  }

  /// The first arrivals of the trace, scaled so that the last one comes after the given time.
  private static List<Duration> arrivals(int count, Duration span) throws IOException {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSS]");
    List<LocalDateTime> times =
        Files.readAllLines(DATA.resolve("azure/AzureLLMInferenceTrace_conv.csv")).stream()
            .skip(1)
            .limit(count)
            .map(line -> LocalDateTime.parse(line.substring(0, line.indexOf(',')), format))
            .toList();
    double scale =
        (double) span.toNanos() / Duration.between(times.getFirst(), times.getLast()).toNanos();
    return times.stream()
        .map(time -> Duration.between(times.getFirst(), time))
        .map(gap -> Duration.ofNanos((long) (gap.toNanos() * scale)))
        .toList();
  }
}
