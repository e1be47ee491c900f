package dev.gatehouse.history.search;

import dev.gatehouse.history.search.Histogram.Result;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What was found.
///
/// @param items the page, newest first
/// @param next where the next page begins, or null when this is the last
/// @param total how many records match in all
/// @param facets the most frequent values of each field asked for
/// @param histogram the matching records over time, or null when not asked for
/// @param partial whether the time ran out before everything was looked at
/// @param searchedUntil when partial, the oldest time that was looked at
public record SearchResult(
    List<Item> items,
    @Nullable Cursor next,
    long total,
    Map<String, List<FacetValue>> facets,
    @Nullable Result histogram,
    boolean partial,
    OptionalLong searchedUntil) {
  /// Copies the list.
  public SearchResult {
    items = List.copyOf(items);
  }
}
