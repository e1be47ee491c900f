package dev.gatehouse.history.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.history.Records;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class RecordCodecProperties {
  @Property(tries = 2_000)
  void whatIsEncodedIsDecoded(@ForAll long seed) {
    ExchangeRecord record = new RandomRecord(seed).record();

    assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
  }

  @Property(tries = 500)
  void theHeadAloneTellsEverythingButTheBytes(@ForAll long seed) {
    ExchangeRecord record = new RandomRecord(seed).record();
    EncodedRecord parts = RecordCodec.split(RecordCodec.encode(record));

    ExchangeRecord head = RecordCodec.decodeHead(parts.head());

    assertThat(head.id()).isEqualTo(record.id());
    assertThat(head.decision()).isEqualTo(record.decision());
    assertThat(head.response().body().length()).isEqualTo(record.response().body().length());
    assertThat(head.response().body().bytes()).isEmpty();
    assertThat(RecordCodec.decode(parts)).isEqualTo(record);
  }

  @Property(tries = 5_000)
  void anyOtherBytesAreRefused(@ForAll @Size(max = 64) byte[] bytes) {
    assertThatThrownBy(() -> RecordCodec.decode(bytes)).isInstanceOf(DamagedRecordException.class);
  }

  @Property(tries = 5_000)
  void damageIsRefusedOrReadAsAnotherRecordButNeverAnotherError(
      @ForAll long seed, @ForAll int place, @ForAll byte value) {
    byte[] bytes = RecordCodec.encode(new RandomRecord(seed).record());
    bytes[Math.floorMod(place, bytes.length)] = value;

    assertThatCode(
            () -> {
              try {
                RecordCodec.decode(bytes);
              } catch (DamagedRecordException e) {
                assertThat(e).hasMessageContaining("cannot be read");
              }
            })
        .doesNotThrowAnyException();
  }

  @Example
  void readersSkipWhatLaterVersionsAddToTheHead() {
    ExchangeRecord record = new Records().build();
    EncodedRecord parts = RecordCodec.split(RecordCodec.encode(record));
    byte[] longer = java.util.Arrays.copyOf(parts.head(), parts.head().length + 7);

    assertThat(RecordCodec.decode(new EncodedRecord(longer, parts.bodies()))).isEqualTo(record);
  }

  /// Values of every shape, absent ones included, from one seed.
  private static final class RandomRecord {
    private final Random random;

    RandomRecord(long seed) {
      random = new Random(seed);
    }

    ExchangeRecord record() {
      return new ExchangeRecord(
          text(),
          Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
          new Caller(
              maybe(this::text), maybe(this::text), maybe(this::text), text(), maybe(this::text)),
          new RecordedRequest(
              maybe(this::text),
              maybe(this::text),
              text(),
              text(),
              maybe(this::text),
              random.nextBoolean(),
              maybe(this::text),
              body()),
          new RecordedResponse(
              random.nextInt(600),
              random.nextBoolean(),
              maybe(this::text),
              maybe(this::text),
              maybe(this::text),
              maybe(this::text),
              body(),
              random.nextLong()),
          new Timing(random.nextLong(), random.nextLong(), -1),
          Outcome.values()[random.nextInt(Outcome.values().length)],
          maybe(this::problem),
          new RecordedDecision(
              text(),
              maybe(this::text),
              maybe(this::text),
              list(this::attempt),
              text(),
              random.nextDouble(),
              list(this::text),
              maybe(this::text)),
          maybe(() ->
              new Usage(
                  random.nextLong(), random.nextInt(), 0, -1, Long.MIN_VALUE, maybe(this::text))),
          maybe(random::nextLong),
          list(() -> new Exposure(text(), text(), text(), text(), text(), random.nextInt())),
          tags(),
          maybe(this::text),
          list(this::text));
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int i = 0; i < length; i++) {
        int c =
            random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT) : random.nextInt(128);
        text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
      }
      return text.toString();
    }

    private CapturedBody body() {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      return CapturedBody.of(
          bytes, bytes.length + (long) random.nextInt(2) * random.nextInt(1 << 30));
    }

    private Problem problem() {
      return new Problem(
          400 + random.nextInt(200), text(), text(), maybe(this::text), random.nextInt());
    }

    private Attempt attempt() {
      return new Attempt(
          random.nextInt(9),
          new Target(text(), text(), random.nextInt(100)),
          random.nextInt(600),
          Duration.ofNanos(random.nextLong()),
          maybe(() -> Duration.ofNanos(random.nextInt())),
          maybe(this::problem));
    }

    private Map<String, String> tags() {
      Map<String, String> tags = new HashMap<>();
      for (String key : list(this::text)) {
        tags.put(key, new String(text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
      }
      return tags;
    }

    private <T> T maybe(Supplier<T> value) {
      return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(Supplier<T> value) {
      List<T> list = new ArrayList<>();
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        list.add(value.get());
      }
      return list;
    }
  }
}
