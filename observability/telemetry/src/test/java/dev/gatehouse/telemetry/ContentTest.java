package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.log.CapturedBody;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final ContentReader READER =
      (request, response) ->
          new Content(
              List.of(Message.of("system", "Be brief."), Message.of("user", "Grüße?")),
              List.of(Part.text("Hello.")),
              "");

  @Test
  void theClientSpanCarriesMessagesAndAnswerOnceTheRecordIsThere() {
    try (Fixture fixture = new Fixture(Fixture.capturing(1000))) {
      exchange(fixture);
      assertThat(clients(fixture)).isEmpty();

      new ContentSink(fixture.pending, READER).write(List.of(exchangeRecord()));
      SpanData span = fixture.client();
      assertThat(span.getAttributes().get(Names.INPUT_MESSAGES))
          .isEqualTo(
              """
              [{"role":"system","parts":[{"type":"text","content":"Be brief."}]},{"role":"user","parts":[{"type":"text","content":"Grüße?"}]}]\
              """);
      assertThat(span.getAttributes().get(Names.OUTPUT_MESSAGES))
          .isEqualTo(
              """
              [{"role":"assistant","parts":[{"type":"text","content":"Hello."}],"finish_reason":"stop"}]\
              """);
      assertThat(span.getAttributes().get(Names.CONTENT_TRUNCATED)).isNull();
    }
  }

  @Test
  void wantsOnlyRecordsWhoseSpanWaits() {
    try (Fixture fixture = new Fixture(Fixture.capturing(1000))) {
      ContentSink sink = new ContentSink(fixture.pending, READER);
      assertThat(sink.wants(exchangeRecord())).isFalse();

      exchange(fixture);
      assertThat(sink.wants(exchangeRecord())).isTrue();

      sink.write(List.of(exchangeRecord()));
      assertThat(sink.wants(exchangeRecord())).isFalse();
    }
  }

  @Test
  void contentIsBoundedAndSaysSo() {
    try (Fixture fixture = new Fixture(Fixture.capturing(100))) {
      exchange(fixture);
      new ContentSink(fixture.pending, READER).write(List.of(exchangeRecord()));

      assertThat(fixture.client().getAttributes().get(Names.INPUT_MESSAGES))
          .contains("\"Be b\"")
          .doesNotContain("user");
      assertThat(fixture.client().getAttributes().get(Names.CONTENT_TRUNCATED)).isTrue();
    }
  }

  @Test
  void aTextIsNeverCutWithinACharacter() {
    MessageText text = new MessageText(48 + 48 + 5);
    text.add("user", List.of(Part.text("ab😀cd")), null);

    assertThat(text.json()).contains("\"ab\"");
    assertThat(text.truncated()).isTrue();
  }

  @Test
  void toolsAreWrittenAndBinaryDataIsNot() {
    MessageText text = new MessageText(1000);
    text.add(
        "assistant",
        List.of(
            new Part(Part.Kind.TOOL_CALL, "{\"x\":1}", "find", "c1", null, null, null),
            new Part(Part.Kind.TOOL_RESULT, "found", null, "c1", null, null, null),
            new Part(Part.Kind.IMAGE, null, null, null, "image/png", "iVBORw0KGgo=", null),
            new Part(Part.Kind.IMAGE, null, null, null, null, "https://e.example/a.png", null)),
        null);

    assertThat(text.json())
        .isEqualTo(
            """
            [{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"find","arguments":"{\\"x\\":1}"},{"type":"tool_call_response","id":"c1","response":"found"},{"type":"blob","modality":"image","mime_type":"image/png"},{"type":"uri","modality":"image","uri":"https://e.example/a.png"}]}]\
            """);
  }

  @Test
  void aSpanWhoseRecordNeverComesLeavesWithoutContent() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    PendingContent pending = new PendingContent(2, Duration.ofSeconds(20), clock);
    try (Fixture fixture = new Fixture()) {
      hold(fixture, pending, "a");
      now.set(Instant.EPOCH.plusSeconds(15));
      hold(fixture, pending, "b");
      now.set(Instant.EPOCH.plusSeconds(21));
      pending.expire();
      assertThat(names(fixture)).containsExactly("a");

      hold(fixture, pending, "c");
      hold(fixture, pending, "d");
      assertThat(names(fixture)).containsExactly("a", "b");

      pending.release();
      assertThat(names(fixture)).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  void aReaderThatFailsDoesNotLoseTheSpan() {
    try (Fixture fixture = new Fixture(Fixture.capturing(100))) {
      exchange(fixture);
      ContentSink sink =
          new ContentSink(
              fixture.pending,
              (request, response) -> {
                throw new IllegalStateException("broken reader");
              });
      org.assertj.core.api.Assertions.assertThatIllegalStateException()
          .isThrownBy(() -> sink.write(List.of(exchangeRecord())));

      assertThat(clients(fixture)).hasSize(1);
    }
  }

  private static void hold(Fixture fixture, PendingContent pending, String name) {
    pending.hold(name, fixture.telemetry.tracer().spanBuilder(name).startSpan(), 100);
  }

  private static List<String> names(Fixture fixture) {
    return fixture.spans.getFinishedSpanItems().stream().map(SpanData::getName).toList();
  }

  private static List<SpanData> clients(Fixture fixture) {
    return fixture.spans.getFinishedSpanItems().stream()
        .filter(span -> span.getKind() == SpanKind.CLIENT)
        .toList();
  }

  private static void exchange(Fixture fixture) {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null));
  }

  private static ExchangeRecord exchangeRecord() {
    return new ExchangeRecord(
        FakeExchange.chat().id(),
        Instant.EPOCH,
        new ExchangeRecord.Caller(null, null, null, "192.0.2.7", null),
        new ExchangeRecord.RecordedRequest(
            "openai",
            "chat",
            "POST",
            "/v1/chat/completions",
            "chat",
            false,
            null,
            CapturedBody.EMPTY),
        new ExchangeRecord.RecordedResponse(
            200, false, "m", "stop", null, null, CapturedBody.EMPTY, 0),
        new ExchangeRecord.Timing(1, 1, 1),
        Outcome.OK,
        null,
        new ExchangeRecord.RecordedDecision(
            "models", "p", "m", List.of(), "hash", 0.5, List.of(), null),
        null,
        null,
        List.of(),
        Map.of(),
        null,
        List.of());
  }
}
