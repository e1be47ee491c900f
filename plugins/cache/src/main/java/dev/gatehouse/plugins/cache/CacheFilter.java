package dev.gatehouse.plugins.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import io.opentelemetry.api.metrics.LongCounter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks answers up on the way in, collects them on the way out, and keeps them when the exchange
/// has ended well.
///
/// Collecting and keeping are apart on purpose: whether an answer was whole is known only at the
/// end.
final class CacheFilter implements Filter {
  private static final Set<Operation> OPERATIONS =
      Set.of(Operation.CHAT, Operation.TEXT_COMPLETION, Operation.EMBEDDINGS);
  private static final AttributeKey<Pending> PENDING = AttributeKey.of("cache.pending");

  private final CacheConfig config;
  private final Clock clock;
  private final Cache<String, Entry> entries;
  private final LongCounter hits;
  private final LongCounter misses;

  /// An answer that is being collected.
  private static final class Pending {
    private final String key;
    private final long most;
    private final List<byte[]> parts = new ArrayList<>();
    private String contentType = "";
    private boolean streamed;
    private boolean ended;
    private boolean given;
    private long bytes;

    Pending(String key, long most) {
      this.key = key;
      this.most = most;
    }

    void add(byte[] part) {
      bytes += part.length;
      if (bytes > most) {
        given = true;
        parts.clear();
      } else if (!given) {
        parts.add(part);
      }
    }
  }

  CacheFilter(CacheConfig config, ExtensionContext context) {
    this.config = config;
    this.clock = context.clock();
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(config.size().bytes())
            .<String, Entry>weigher((_, entry) -> entry.weight())
            .expireAfterWrite(config.ttl())
            .executor(Runnable::run)
            .build();
    this.hits =
        context
            .meter()
            .counterBuilder("gatehouse.cache.hits")
            .setDescription("Answers from the cache.")
            .build();
    this.misses =
        context
            .meter()
            .counterBuilder("gatehouse.cache.misses")
            .setDescription("Requests whose answer was not in the cache.")
            .build();
  }

  @Override
  public Decision onRequest(Exchange exchange) throws Exception {
    if (exchange.ai().isEmpty()) {
      return Decision.next();
    }
    AiRequest request = exchange.ai().get();
    if (!OPERATIONS.contains(request.operation())) {
      return Decision.next();
    }
    if (bypass(exchange.head().headers())) {
      exchange.tag("cache", "bypass");
      return Decision.next();
    }
    String key = CacheKey.of(exchange, request, config.scope());
    Entry entry = entries.getIfPresent(key);
    if (entry != null) {
      hits.add(1);
      exchange.tag("cache", "hit");
      return Decision.respond(entry.replay(clock.millis()));
    }
    misses.add(1);
    exchange.tag("cache", "miss");
    exchange.attribute(PENDING, new Pending(key, config.entry().bytes()));
    return Decision.next();
  }

  private static boolean bypass(Headers headers) {
    for (String value : headers.all("cache-control")) {
      if (value.contains("no-store") || value.contains("no-cache")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) throws IOException {
    Pending pending = pending(exchange, answer);
    if (pending != null && answer.body().held()) {
      pending.add(answer.body().bytes());
      pending.ended = true;
    }
  }

  @Override
  public @Nullable StreamTransform onStream(Exchange exchange, Answer head) {
    Pending pending = pending(exchange, head);
    if (pending == null) {
      return null;
    }
    pending.streamed = true;
    return new StreamTransform() {
      @Override
      public void onEvent(StreamEvent event, StreamSink out) throws IOException {
        pending.add(event.raw());
        out.emit(event);
      }

      @Override
      public void onEnd(StreamSink out) {
        pending.ended = true;
      }
    };
  }

  private static @Nullable Pending pending(Exchange exchange, Answer answer) {
    Pending pending = exchange.attribute(PENDING);
    String type = answer.headers().value("content-type");
    if (pending == null
        || answer.status() != 200
        || type == null
        || answer.headers().contains("content-encoding")) {
      return null;
    }
    pending.contentType = type;
    answer.headers().set("x-gatehouse-cache", "miss");
    return pending;
  }

  @Override
  public void onComplete(Exchange exchange, Completion completion) {
    Pending pending = exchange.attribute(PENDING);
    if (pending != null
        && pending.ended
        && !pending.parts.isEmpty()
        && completion.outcome() == Outcome.OK
        && completion.answeredBy().isEmpty()) {
      entries.put(
          pending.key,
          new Entry(pending.contentType, pending.streamed, pending.parts, clock.millis()));
    }
  }

  @Override
  public void close() {
    entries.invalidateAll();
  }
}
