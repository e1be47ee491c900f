package dev.gatehouse.history.api;

import dev.gatehouse.history.search.Item;
import dev.gatehouse.history.search.Lookup;
import dev.gatehouse.history.search.SearchResult;
import dev.gatehouse.history.search.Searcher;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers below `/admin/v1/requests`. Thread-safe.
public final class RequestsResource {
  private static final long VISIBLE_WITHIN = Duration.ofMillis(700).toNanos();

  private final Searcher searcher;
  private final Lookup lookup;
  private final SearchPool pool;
  private final Supplier<Duration> budget;
  private final Clock clock;
  private final LongConsumer refresh;
  private final LongConsumer took;
  private final ContentReader contents;

  /// Makes the resource.
  ///
  /// @param budget how long a search may take
  /// @param refresh waits at most so many nanoseconds until what was recorded can be found
  /// @param took is told how many nanoseconds each search took
  public RequestsResource(
      Searcher searcher,
      Lookup lookup,
      SearchPool pool,
      Supplier<Duration> budget,
      Clock clock,
      LongConsumer refresh,
      LongConsumer took,
      ContentReader contents) {
    this.searcher = searcher;
    this.lookup = lookup;
    this.pool = pool;
    this.budget = budget;
    this.clock = clock;
    this.refresh = refresh;
    this.took = took;
    this.contents = contents;
  }

  /// Answers a request.
  public Answer handle(AdminRequest request) throws Exception {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw new ProblemException(
          Problem.of(405, "method_not_allowed", "Recorded requests can be read only; use GET."));
    }
    String path = request.path();
    if (path.isEmpty()) {
      SearchParameters parameters = SearchParameters.of(request, clock.instant());
      return pool.call(() -> search(parameters));
    }
    int slash = path.indexOf('/');
    String id = slash < 0 ? path : path.substring(0, slash);
    String part = slash < 0 ? "" : path.substring(slash + 1);
    return switch (part) {
      case "" -> pool.call(() -> detail(find(id)));
      case "request" -> pool.call(() -> request(find(id)));
      case "response" -> pool.call(() -> response(find(id)));
      default -> throw notFound("There is only /request and /response below a recorded request.");
    };
  }

  private Answer search(SearchParameters parameters) throws IOException {
    refresh.accept(VISIBLE_WITHIN);
    long start = System.nanoTime();
    SearchResult result = searcher.search(parameters.request(), budget.get());
    long nanos = System.nanoTime() - start;
    took.accept(nanos);
    return json(Json.write(ResultJson.of(result, parameters.query(), nanos)));
  }

  private Item find(String id) throws IOException {
    refresh.accept(VISIBLE_WITHIN);
    return lookup
        .find(id, budget.get())
        .orElseThrow(() ->
            notFound(
                "No recorded request has this id. It may not be recorded yet, or be older than"
                    + " the history keeps."));
  }

  private Answer detail(Item item) {
    ExchangeRecord record = item.record();
    Content content = contents.read(record.request(), record.response());
    return json(Json.write(DetailJson.of(item, content)));
  }

  private static Answer request(Item item) {
    var request = item.record().request();
    return raw(request.contentType(), null, request.body().bytes());
  }

  private static Answer response(Item item) {
    var response = item.record().response();
    return raw(response.contentType(), response.contentEncoding(), response.body().bytes());
  }

  /// What was recorded may be a web page of somebody else: browsers shall store and not run it. The
  /// coding is told by a field of our own, so that nobody on the way takes it away.
  private static Answer raw(@Nullable String type, @Nullable String encoding, byte[] bytes) {
    Headers headers =
        Headers.of(
            "content-type",
            type == null ? "application/octet-stream" : type,
            "content-disposition",
            "attachment",
            "x-content-type-options",
            "nosniff",
            "content-security-policy",
            "sandbox",
            "cache-control",
            "no-store");
    if (encoding != null) {
      headers.set("x-recorded-content-encoding", encoding);
    }
    return Answer.whole(200, headers, Body.of(bytes));
  }

  private static Answer json(byte[] bytes) {
    return Answer.whole(
        200,
        Headers.of("content-type", "application/json", "cache-control", "no-store"),
        Body.of(bytes));
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(404, "not_found", detail));
  }
}
