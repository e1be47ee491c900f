package dev.gatehouse.history.index;

import dev.gatehouse.history.journal.EncodedRecord;
import dev.gatehouse.history.query.Fields;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.jspecify.annotations.Nullable;

/// Makes the document of one record: its fields as [Fields] names them, and the record itself.
final class RecordDocument {
  private static final FieldType TEXT = new FieldType();

  /// Longer keywords are cut; Lucene refuses terms of more than 32 KiB.
  private static final int MAX_KEYWORD = 512;

  static {
    TEXT.setTokenized(true);
    TEXT.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    TEXT.setOmitNorms(true);
    TEXT.freeze();
  }

  private final Document document = new Document();
  private final int textLimit;

  private RecordDocument(int textLimit) {
    this.textLimit = textLimit;
  }

  /// Returns the document.
  ///
  /// @param sequence the journal's sequence of the record
  /// @param parts the record as the journal has it
  /// @param text its words
  /// @param textLimit how many characters of each kind of text are indexed; 0 for none
  static Document of(
      long sequence, ExchangeRecord record, EncodedRecord parts, RecordText text, int textLimit) {
    RecordDocument made = new RecordDocument(textLimit);
    made.stored(parts, text);
    made.order(sequence, record);
    made.keywords(record);
    made.numbers(record);
    if (textLimit > 0) {
      made.text("system", text.system());
      made.text("prompt", text.prompt());
      made.text("answer", text.answer());
      made.text("tools", text.tools());
      made.text("error-text", text.error());
    }
    return made.document;
  }

  /// Stored fields keep this order, so that lists read no further than they need.
  private void stored(EncodedRecord parts, RecordText text) {
    document.add(new StoredField(IndexNames.HEAD, parts.head()));
    document.add(new StoredField(IndexNames.SHORT_PROMPT, text.shortPrompt()));
    document.add(new StoredField(IndexNames.SHORT_ANSWER, text.shortAnswer()));
    document.add(new StoredField(IndexNames.BODIES, parts.bodies()));
  }

  private void order(long sequence, ExchangeRecord record) {
    long time = record.startedAt().toEpochMilli();
    document.add(NumericDocValuesField.indexedField(IndexNames.TIME, time));
    document.add(new LongPoint(IndexNames.TIME, time));
    document.add(new NumericDocValuesField(IndexNames.SEQUENCE, sequence));
    document.add(
        new NumericDocValuesField(IndexNames.FAILED, record.outcome() == Outcome.OK ? 0 : 1));
  }

  private void keywords(ExchangeRecord record) {
    var caller = record.caller();
    var request = record.request();
    var response = record.response();
    var decision = record.decision();
    id("id", record.id());
    id("trace", record.traceId());
    id("session", caller.session());
    keyword("model", request.model());
    keyword("upstream-model", decision.model());
    keyword("answer-model", response.model());
    keyword("provider", decision.provider());
    keyword("route", decision.route());
    keyword("protocol", request.protocol());
    word("operation", request.operation());
    keyword("consumer", caller.consumer());
    keyword("user", caller.user());
    keyword("address", caller.address());
    keyword("agent", caller.userAgent());
    keyword("method", request.method());
    keyword("path", request.path());
    word("outcome", record.outcome().name());
    keyword("error", RecordFacts.errorCode(record));
    keyword("finish", response.finishReason());
    word("stream", String.valueOf(request.stream()));
    word("cache", RecordFacts.cache(record));
    keyword("answered-by", decision.answeredBy());
    keyword("config", decision.configHash());
    record.exposures().stream()
        .map(Exposure::experiment)
        .distinct()
        .forEach(it -> keyword("experiment", it));
    record.exposures().stream()
        .map(Exposure::variant)
        .distinct()
        .forEach(it -> keyword("variant", it));
    record.failedOpen().stream().distinct().forEach(it -> keyword("failed-open", it));
    record.tags().forEach((name, value) -> keyword(Fields.ATTRIBUTE + name, value));
  }

  private void numbers(ExchangeRecord record) {
    number("status", record.response().status());
    micros("latency", record.timing().total());
    if (record.timing().firstContent() >= 0) {
      micros("ttft", record.timing().firstContent());
    }
    micros("upstream-time", record.timing().upstream());
    Usage usage = record.usage();
    if (usage != null) {
      number("tokens", usage.total());
      number("input", usage.input());
      number("output", usage.output());
      number("cached", usage.cachedInput());
      number("reasoning", usage.reasoning());
    }
    Long cost = record.costNanos();
    if (cost != null) {
      number("cost", cost);
    }
    number("attempts", record.decision().attempts().size());
    number("events", record.response().events());
    number("request-size", record.request().body().length());
    number("response-size", record.response().body().length());
  }

  private void id(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      document.add(new StringField(name, cut(value), Field.Store.NO));
      present(name);
    }
  }

  private void keyword(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      document.add(new KeywordField(name, cut(value), Field.Store.NO));
    }
  }

  private void word(String name, @Nullable String value) {
    keyword(name, value == null ? null : value.toLowerCase(Locale.ROOT));
  }

  private void micros(String name, long nanos) {
    number(name, TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  private void number(String name, long value) {
    document.add(new LongField(name, value, Field.Store.NO));
  }

  private void text(String name, List<String> parts) {
    // the newest parts first: they are what people look for when not all fits
    int left = textLimit;
    for (String part : parts.reversed()) {
      if (left <= 0) {
        break;
      }
      if (part.length() <= left) {
        document.add(new Field(name, part, TEXT));
      } else {
        document.add(new Field(name, part.substring(0, left / 2), TEXT));
        document.add(new Field(name, part.substring(part.length() - left / 2), TEXT));
      }
      left -= part.length();
    }
    if (!parts.isEmpty()) {
      present(name);
    }
  }

  private void present(String name) {
    document.add(new StringField(IndexNames.PRESENT, name, Field.Store.NO));
  }

  private static String cut(String value) {
    return value.length() <= MAX_KEYWORD ? value : value.substring(0, MAX_KEYWORD);
  }
}
