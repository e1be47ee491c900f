/// Answers queries from the slices.
///
/// [Searcher] walks the slices from the newest to the oldest within a budget of time: first for the
/// page of records, then, over all that match, for the total, [Facets] and the [Histogram].
/// [QueryCompiler] turns the tree of a query into Lucene's, [Lookup] finds one record by its id.
@NullMarked
package dev.gatehouse.history.search;

import org.jspecify.annotations.NullMarked;
