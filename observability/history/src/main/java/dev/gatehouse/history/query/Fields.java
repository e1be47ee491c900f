package dev.gatehouse.history.query;

import dev.gatehouse.history.query.Field.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All fields that records can be searched by. `attr.<name>` stands for the tag of that name.
public final class Fields {
  /// What the names of tags begin with.
  public static final String ATTRIBUTE = "attr.";

  private static final List<Field> ALL =
      List.of(
          field("time", Kind.TIME, "when the request arrived", "at", "ts"),
          field("id", Kind.ID, "the exchange's id", "request-id"),
          field("trace", Kind.ID, "the trace id", "trace-id", "traceId"),
          field("session", Kind.ID, "the conversation a session header named", "conversation"),
          field("model", Kind.KEYWORD, "the model asked for"),
          field("upstream-model", Kind.KEYWORD, "the model asked upstream", "upstreamModel"),
          field("answer-model", Kind.KEYWORD, "the model the provider says answered"),
          field("provider", Kind.KEYWORD, "the provider that answered or was tried last"),
          field("route", Kind.KEYWORD, "the route"),
          field("protocol", Kind.KEYWORD, "the client protocol"),
          field("operation", Kind.WORD, "what was asked of the model: chat, embeddings"),
          field("consumer", Kind.KEYWORD, "who called", "key"),
          field("user", Kind.KEYWORD, "the end user the client named"),
          field("address", Kind.KEYWORD, "the client's IP address", "ip"),
          field("agent", Kind.KEYWORD, "the client's user agent", "user-agent"),
          field("method", Kind.KEYWORD, "the HTTP method"),
          field("path", Kind.KEYWORD, "the path"),
          field("status", Kind.NUMBER, "the status sent; 5xx stands for 500 to 599"),
          field("outcome", Kind.WORD, "how it ended: ok, rejected, upstream_error"),
          field("error", Kind.KEYWORD, "the error's code", "error-code", "errorCode"),
          field("finish", Kind.KEYWORD, "why the model stopped", "finish-reason", "finishReason"),
          field("stream", Kind.WORD, "whether the answer was streamed: true, false"),
          field("cache", Kind.WORD, "what the cache said: hit, miss"),
          field("answered-by", Kind.KEYWORD, "the filter that answered", "answeredBy"),
          field("experiment", Kind.KEYWORD, "the experiment taken part in"),
          field("variant", Kind.KEYWORD, "the variant assigned"),
          field("config", Kind.KEYWORD, "the hash of the configuration that decided"),
          field("failed-open", Kind.KEYWORD, "an extension that failed and was skipped"),
          field("latency", Kind.DURATION, "the whole time; 250ms, 2s", "duration", "latencyMs"),
          field("ttft", Kind.DURATION, "the time to the first content", "ttftMs"),
          field("upstream-time", Kind.DURATION, "the time spent upstream"),
          field("tokens", Kind.NUMBER, "tokens read and generated", "total-tokens"),
          field("input", Kind.NUMBER, "tokens read", "input-tokens", "inputTokens"),
          field("output", Kind.NUMBER, "tokens generated", "output-tokens", "outputTokens"),
          field("cached", Kind.NUMBER, "tokens the provider had cached", "cached-tokens"),
          field("reasoning", Kind.NUMBER, "tokens of thinking", "reasoning-tokens"),
          field("cost", Kind.MONEY, "US dollars; absent when no price is known", "costUsd"),
          field("attempts", Kind.NUMBER, "how many targets were tried"),
          field("events", Kind.NUMBER, "events of the stream"),
          field("request-size", Kind.SIZE, "bytes of the request", "requestSize"),
          field("response-size", Kind.SIZE, "bytes of the answer", "responseSize", "size"),
          field("system", Kind.TEXT, "words of the system messages"),
          field("prompt", Kind.TEXT, "words of the other messages"),
          field("answer", Kind.TEXT, "words of the answer", "response"),
          field("tools", Kind.TEXT, "words of tool calls and their results", "tool"),
          field("error-text", Kind.TEXT, "words of the error shown to the client", "message"));

  private static final Map<String, Field> BY_NAME = byName();

  private Fields() {}

  /// Returns all fields but the tags.
  public static List<Field> all() {
    return ALL;
  }

  /// Returns the field of a name or alias, without regard to case.
  public static Optional<Field> find(String name) {
    if (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length()) {
      return Optional.of(field(name, Kind.KEYWORD, "a tag"));
    }
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /// Returns the name most like the one given, when some name is.
  public static Optional<String> closest(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String best = "";
    int bestDistance = Math.max(1, Math.min(3, wanted.length() / 2)) + 1;
    for (Field field : ALL) {
      int distance = distance(wanted, field.name());
      for (String alias : field.aliases()) {
        distance = Math.min(distance, distance(wanted, alias.toLowerCase(Locale.ROOT)));
      }
      if (distance < bestDistance) {
        best = field.name();
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  private static Field field(String name, Kind kind, String description, String... aliases) {
    return new Field(name, kind, description, List.of(aliases));
  }

  private static Map<String, Field> byName() {
    Map<String, Field> map = new HashMap<>();
    for (Field field : ALL) {
      List<String> names = new ArrayList<>(field.aliases());
      names.add(field.name());
      for (String name : names) {
        if (map.put(name.toLowerCase(Locale.ROOT), field) != null) {
          throw new IllegalStateException("two fields are named " + name);
        }
      }
    }
    return Map.copyOf(map);
  }

  /// The number of letters to change, with two neighbours swapped counting as one change.
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
