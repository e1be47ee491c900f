package dev.gatehouse.history.search;

import dev.gatehouse.history.query.Interval;
import dev.gatehouse.history.query.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of the history.
///
/// @param query which records
/// @param time when they arrived, in milliseconds since 1970
/// @param limit how many are shown
/// @param after where the page before ended, or null for the first page
/// @param facets the fields whose values are counted
/// @param buckets the most parts of the histogram, or 0 for none
public record SearchRequest(
    Node query,
    Interval time,
    int limit,
    @Nullable Cursor after,
    List<String> facets,
    int buckets) {
  /// Copies the list.
  public SearchRequest {
    facets = List.copyOf(facets);
  }
}
