package dev.gatehouse.history.journal;

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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns records into bytes and back, without loss.
///
/// Layout: the length of the head, the head, the bytes of both bodies. The head begins with the
/// version of the layout. Later versions may add fields at the end of the head, which older readers
/// skip; any other change needs a new version. Outcomes are written by name.
public final class RecordCodec {
  private static final int VERSION = 1;

  private RecordCodec() {}

  /// Returns the record as bytes.
  public static byte[] encode(ExchangeRecord record) {
    RecordWriter head = new RecordWriter(2 * 1024);
    writeHead(head, record);
    byte[] request = record.request().body().bytes();
    byte[] response = record.response().body().bytes();
    RecordWriter all = new RecordWriter(head.length() + 10 + request.length + response.length);
    all.bytes(head);
    all.raw(request, request.length);
    all.raw(response, response.length);
    return all.toBytes();
  }

  /// Returns the record of these bytes.
  ///
  /// @throws DamagedRecordException when they are none
  public static ExchangeRecord decode(byte[] bytes) {
    return decode(split(bytes));
  }

  /// Returns the record of these parts.
  ///
  /// @throws DamagedRecordException when they are none
  public static ExchangeRecord decode(EncodedRecord parts) {
    RecordReader bodies = new RecordReader(parts.bodies(), 0, parts.bodies().length);
    return readHead(parts.head(), bodies);
  }

  /// Returns the record of a head, with bodies that tell their length and hold no byte.
  ///
  /// @throws DamagedRecordException when it is none
  public static ExchangeRecord decodeHead(byte[] head) {
    return readHead(head, null);
  }

  /// Cuts the bytes of a record into its parts.
  ///
  /// @throws DamagedRecordException when they are none
  public static EncodedRecord split(byte[] bytes) {
    RecordReader all = new RecordReader(bytes, 0, bytes.length);
    byte[] head = all.bytes();
    return new EncodedRecord(head, all.raw(bytes.length - all.position()));
  }

  private static void writeHead(RecordWriter out, ExchangeRecord record) {
    out.octet(VERSION);
    out.text(record.id());
    Instant at = record.startedAt();
    out.signed(at.getEpochSecond());
    out.unsigned(at.getNano());
    Caller caller = record.caller();
    out.optional(caller.consumer());
    out.optional(caller.user());
    out.optional(caller.session());
    out.text(caller.address());
    out.optional(caller.userAgent());
    RecordedRequest request = record.request();
    out.optional(request.protocol());
    out.optional(request.operation());
    out.text(request.method());
    out.text(request.path());
    out.optional(request.model());
    out.flag(request.stream());
    out.optional(request.contentType());
    writeSize(out, request.body());
    RecordedResponse response = record.response();
    out.signed(response.status());
    out.flag(response.streamed());
    out.optional(response.model());
    out.optional(response.finishReason());
    out.optional(response.contentType());
    out.optional(response.contentEncoding());
    writeSize(out, response.body());
    out.signed(response.events());
    out.signed(record.timing().total());
    out.signed(record.timing().firstContent());
    out.signed(record.timing().upstream());
    out.text(record.outcome().name());
    writeProblem(out, record.problem());
    writeDecision(out, record.decision());
    writeUsage(out, record.usage());
    out.optional(record.costNanos());
    out.list(record.exposures(), RecordCodec::writeExposure);
    out.unsigned(record.tags().size());
    record
        .tags()
        .forEach((name, value) -> {
          out.text(name);
          out.text(value);
        });
    out.optional(record.traceId());
    out.list(record.failedOpen(), RecordWriter::text);
  }

  private static ExchangeRecord readHead(byte[] head, @Nullable RecordReader bodies) {
    RecordReader in = new RecordReader(head, 0, head.length);
    int version = in.octet();
    if (version != VERSION) {
      throw new DamagedRecordException("its layout has the unknown version " + version);
    }
    try {
      // the order of the arguments is the order in the head
      return new ExchangeRecord(
          in.text(),
          Instant.ofEpochSecond(in.signed(), in.unsigned()),
          new Caller(
              in.optionalText(),
              in.optionalText(),
              in.optionalText(),
              in.text(),
              in.optionalText()),
          new RecordedRequest(
              in.optionalText(),
              in.optionalText(),
              in.text(),
              in.text(),
              in.optionalText(),
              in.flag(),
              in.optionalText(),
              readBody(in, bodies)),
          new RecordedResponse(
              (int) in.signed(),
              in.flag(),
              in.optionalText(),
              in.optionalText(),
              in.optionalText(),
              in.optionalText(),
              readBody(in, bodies),
              in.signed()),
          new Timing(in.signed(), in.signed(), in.signed()),
          Outcome.valueOf(in.text()),
          readProblem(in),
          readDecision(in),
          readUsage(in),
          in.optionalNumber(),
          in.list(RecordCodec::readExposure),
          readTags(in),
          in.optionalText(),
          in.list(RecordReader::text));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new DamagedRecordException("a value is out of range", e);
    }
  }

  private static void writeSize(RecordWriter out, CapturedBody body) {
    out.unsigned(body.bytes().length);
    out.unsigned(body.length());
  }

  private static CapturedBody readBody(RecordReader in, @Nullable RecordReader bodies) {
    long captured = in.unsigned();
    long length = in.unsigned();
    if (bodies == null) {
      return CapturedBody.of(new byte[0], length);
    }
    if (captured < 0 || captured > Integer.MAX_VALUE) {
      throw new DamagedRecordException("a body is too long");
    }
    return CapturedBody.of(bodies.raw((int) captured), length);
  }

  private static void writeProblem(RecordWriter out, @Nullable Problem problem) {
    out.flag(problem != null);
    if (problem != null) {
      out.unsigned(problem.status());
      out.text(problem.code());
      out.text(problem.detail());
      out.optional(problem.param());
      out.signed(problem.retryAfterSeconds());
    }
  }

  private static @Nullable Problem readProblem(RecordReader in) {
    return in.flag()
        ? new Problem((int) in.unsigned(), in.text(), in.text(), in.optionalText(), in.signed())
        : null;
  }

  private static void writeDecision(RecordWriter out, RecordedDecision decision) {
    out.text(decision.route());
    out.optional(decision.provider());
    out.optional(decision.model());
    out.list(decision.attempts(), RecordCodec::writeAttempt);
    out.text(decision.configHash());
    out.fixed(Double.doubleToRawLongBits(decision.draw()));
    out.list(decision.explanation(), RecordWriter::text);
    out.optional(decision.answeredBy());
  }

  private static RecordedDecision readDecision(RecordReader in) {
    return new RecordedDecision(
        in.text(),
        in.optionalText(),
        in.optionalText(),
        in.list(RecordCodec::readAttempt),
        in.text(),
        Double.longBitsToDouble(in.fixed()),
        in.list(RecordReader::text),
        in.optionalText());
  }

  private static void writeAttempt(RecordWriter out, Attempt attempt) {
    out.unsigned(attempt.number());
    out.text(attempt.target().provider());
    out.text(attempt.target().model());
    out.unsigned(attempt.target().weight());
    out.signed(attempt.status());
    writeDuration(out, attempt.duration());
    Duration firstByte = attempt.firstByte();
    out.flag(firstByte != null);
    if (firstByte != null) {
      writeDuration(out, firstByte);
    }
    writeProblem(out, attempt.problem());
  }

  private static Attempt readAttempt(RecordReader in) {
    return new Attempt(
        (int) in.unsigned(),
        new Target(in.text(), in.text(), (int) in.unsigned()),
        (int) in.signed(),
        readDuration(in),
        in.flag() ? readDuration(in) : null,
        readProblem(in));
  }

  private static void writeDuration(RecordWriter out, Duration duration) {
    out.signed(duration.getSeconds());
    out.unsigned(duration.getNano());
  }

  private static Duration readDuration(RecordReader in) {
    return Duration.ofSeconds(in.signed(), in.unsigned());
  }

  private static void writeUsage(RecordWriter out, @Nullable Usage usage) {
    out.flag(usage != null);
    if (usage != null) {
      out.signed(usage.input());
      out.signed(usage.output());
      out.signed(usage.cachedInput());
      out.signed(usage.cacheWrite());
      out.signed(usage.reasoning());
      out.optional(usage.raw());
    }
  }

  private static @Nullable Usage readUsage(RecordReader in) {
    return in.flag()
        ? new Usage(
            in.signed(), in.signed(), in.signed(), in.signed(), in.signed(), in.optionalText())
        : null;
  }

  private static void writeExposure(RecordWriter out, Exposure exposure) {
    out.text(exposure.experiment());
    out.text(exposure.variant());
    out.text(exposure.unitKind());
    out.text(exposure.unitHash());
    out.text(exposure.reason());
    out.signed(exposure.phase());
  }

  private static Exposure readExposure(RecordReader in) {
    return new Exposure(in.text(), in.text(), in.text(), in.text(), in.text(), (int) in.signed());
  }

  private static Map<String, String> readTags(RecordReader in) {
    int count = in.count();
    Map<String, String> tags = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      tags.put(in.text(), in.text());
    }
    return tags;
  }
}
