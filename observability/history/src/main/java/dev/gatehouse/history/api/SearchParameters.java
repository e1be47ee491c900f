package dev.gatehouse.history.api;

import dev.gatehouse.history.query.Field;
import dev.gatehouse.history.query.Fields;
import dev.gatehouse.history.query.Interval;
import dev.gatehouse.history.query.Literals;
import dev.gatehouse.history.query.ParsedQuery;
import dev.gatehouse.history.query.QueryParser;
import dev.gatehouse.history.search.Cursor;
import dev.gatehouse.history.search.SearchRequest;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of a search, checked. What is wrong is told as a problem with the parameter's
/// name; the query alone is tolerant and has diagnostics.
///
/// @param query what `q` means
/// @param request what to search for
record SearchParameters(ParsedQuery query, SearchRequest request) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;
  private static final int MAX_BUCKETS = 500;
  private static final int MAX_FACETS = 20;

  static SearchParameters of(AdminRequest request, Instant now) {
    ParsedQuery query = QueryParser.parse(text(request, "q"));
    Interval from = time(request, "from", now).orElse(Interval.ALL);
    Interval to = time(request, "to", now).orElse(Interval.ALL);
    String sort = text(request, "sort");
    if (!sort.isEmpty() && !sort.equals("newest")) {
      throw wrong("sort", "The only order is \"newest\".");
    }
    return new SearchParameters(
        query,
        new SearchRequest(
            query.root(),
            new Interval(from.first(), to.last()),
            number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT),
            cursor(request),
            facets(request),
            number(request, "histogram", 0, MAX_BUCKETS)));
  }

  private static String text(AdminRequest request, String name) {
    String value = request.parameter(name);
    return value == null ? "" : value.strip();
  }

  private static int number(AdminRequest request, String name, int absent, int most) {
    String text = text(request, name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong(name, "Write a whole number from 0 to " + most + ".");
  }

  private static Optional<Interval> time(AdminRequest request, String name, Instant now) {
    String text = text(request, name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Interval> time = Literals.read(Field.Kind.TIME, text, now);
    if (time.isEmpty()) {
      throw wrong(name, Literals.expected(Field.Kind.TIME));
    }
    return time;
  }

  private static @Nullable Cursor cursor(AdminRequest request) {
    String text = text(request, "cursor");
    if (text.isEmpty()) {
      return null;
    }
    return Cursor.parse(text)
        .orElseThrow(() -> wrong("cursor", "Send the \"next\" of the page before as it came."));
  }

  private static List<String> facets(AdminRequest request) {
    List<String> facets = new ArrayList<>();
    for (String name : text(request, "facets").split(",", -1)) {
      if (name.isBlank()) {
        continue;
      }
      Field field =
          Fields.find(name.strip())
              .orElseThrow(() ->
                  wrong(
                      "facets",
                      "There is no field of that name."
                          + Fields.closest(name.strip())
                              .map(it -> " Did you mean \"" + it + "\"?")
                              .orElse("")));
      boolean countable =
          switch (field.kind()) {
            case KEYWORD, WORD, NUMBER -> true;
            case ID, TEXT, DURATION, MONEY, SIZE, TIME -> false;
          };
      if (!countable) {
        throw wrong("facets", "Values of \"" + field.name() + "\" are not counted.");
      }
      if (!facets.contains(field.name())) {
        facets.add(field.name());
      }
    }
    if (facets.size() > MAX_FACETS) {
      throw wrong("facets", "Ask for at most " + MAX_FACETS + " facets at once.");
    }
    return facets;
  }

  private static ProblemException wrong(String parameter, String detail) {
    return new ProblemException(
        Problem.of(400, "invalid_parameter", "The parameter " + parameter + " is wrong. " + detail)
            .at(parameter));
  }
}
