package dev.gatehouse.history;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.CapturedBody;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.ExchangeRecord.Caller;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedDecision;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedRequest;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedResponse;
import dev.gatehouse.sdk.log.ExchangeRecord.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Builds records of chats for tests. Bodies are in the little language of [TestContext]: lines of
/// `role: text`.
public final class Records {
  public String id = "exchange";
  public Instant at = Instant.parse("2026-11-23T12:00:00Z");
  public String consumer = "search-team";
  public String session = null;
  public String model = "chat";
  public String provider = "openai";
  public String upstreamModel = "gpt-5-mini";
  public String request = "user: hello";
  public String response = "hi there";
  public int status = 200;
  public Outcome outcome = Outcome.OK;
  public Problem problem = null;
  public long totalNanos = 120_000_000;
  public Usage usage = Usage.of(12, 34);
  public Long costNanos = 1_500_000L;
  public String variant = null;
  public Map<String, String> tags = Map.of("cache", "miss");
  public String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  public boolean stream = false;

  public static ExchangeRecord of(String id, Instant at, String prompt, String answer) {
    Records records = new Records();
    records.id = id;
    records.at = at;
    records.request = "user: " + prompt;
    records.response = answer;
    return records.build();
  }

  public ExchangeRecord build() {
    return new ExchangeRecord(
        id,
        at,
        new Caller(consumer, null, session, "127.0.0.1", "test/1"),
        new RecordedRequest(
            "lines",
            "chat",
            "POST",
            "/v1/chat/completions",
            model,
            stream,
            "text/plain",
            body(request)),
        new RecordedResponse(
            status,
            stream,
            upstreamModel,
            "stop",
            "text/plain",
            null,
            body(response),
            stream ? 5 : 0),
        new Timing(totalNanos, 40_000_000, 100_000_000),
        outcome,
        problem,
        new RecordedDecision(
            "models",
            provider,
            upstreamModel,
            List.of(
                new Attempt(
                    1,
                    new Target(provider, upstreamModel, 90),
                    status,
                    Duration.ofMillis(100),
                    Duration.ofMillis(40),
                    problem)),
            "9f2c1ab34d",
            0.731221,
            List.of("route models matched", "draw 0.731221 chose openai"),
            null),
        usage,
        costNanos,
        exposures(),
        tags,
        trace,
        List.of());
  }

  private List<Exposure> exposures() {
    List<Exposure> exposures = new ArrayList<>();
    if (variant != null) {
      exposures.add(new Exposure("mini-or-nano", variant, "consumer", "ab12", "assigned", 1));
    }
    return exposures;
  }

  private CapturedBody body(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return CapturedBody.of(bytes, bytes.length);
  }
}
