package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills and stops the packaged gateway as crashes and orchestrators do.
class CrashIT {
  private static final String CHAT =
      """
      providers:
        local: { type: simulated, time-to-first-token: 1ms, tokens-per-second: 20000, answer-tokens: 8 }
        slow: { type: simulated, time-to-first-token: 10ms, tokens-per-second: 20, answer-tokens: 40 }
      models:
        chat: { targets: [ { provider: local, model: m } ] }
        slow: { targets: [ { provider: slow, model: m } ] }
      """;

  @TempDir Path folder;

  @Test
  void findsAfterAKillWhatWasJournaledBefore() throws Exception {
    Queue<String> answered = new ConcurrentLinkedQueue<>();
    try (PackagedGateway gateway = PackagedGateway.start(folder, CHAT)) {
      AtomicBoolean going = new AtomicBoolean(true);
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          senders.submit(() -> sendUntilStopped(gateway, going, answered));
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> answered.size() > 300);
        // What was found once was journaled before; it must be found again.
        JsonNode before = gateway.awaitHistory("q=&limit=1", r -> r.get("total").intValue() > 200);
        going.set(false);
        gateway.kill();
        int acknowledged = before.get("total").intValue();
        try (PackagedGateway again = PackagedGateway.start(folder, CHAT)) {
          JsonNode after =
              again.awaitHistory("q=&limit=1", r -> r.get("total").intValue() >= acknowledged);
          assertThat(after.get("total").intValue()).isLessThanOrEqualTo(answered.size() + 8);
          assertThat(again.chat(ask("chat", false)).statusCode()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void letsARunningStreamEndBeforeItStops() throws Exception {
    try (PackagedGateway gateway = PackagedGateway.start(folder, CHAT);
        ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      var stream = sender.submit(() -> gateway.chat(ask("slow", true)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              gateway.admin("/admin/v1/status").get("exchanges").get("inFlight").intValue() == 1);

      gateway.stop(Duration.ofSeconds(25));

      HttpResponse<String> answer = stream.get();
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    }
  }

  private static Void sendUntilStopped(
      PackagedGateway gateway, AtomicBoolean going, Queue<String> answered)
      throws InterruptedException {
    try {
      while (going.get()) {
        HttpResponse<String> answer = gateway.chat(ask("chat", false));
        answered.add(answer.headers().firstValue("x-request-id").orElseThrow());
      }
    } catch (IOException e) {
      // The process was killed under the request, which is what this test does.
      going.set(false);
    }
    return null;
  }

  private static String ask(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
        .formatted(model, stream);
  }
}
