package dev.gatehouse.history.search;

import dev.gatehouse.history.index.CodeAnalyzer;
import dev.gatehouse.history.index.IndexNames;
import dev.gatehouse.history.index.Slice;
import dev.gatehouse.history.index.Slices;
import dev.gatehouse.history.query.Field.Kind;
import dev.gatehouse.history.query.Fields;
import dev.gatehouse.history.query.Interval;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.jspecify.annotations.Nullable;

/// Searches the slices, newest first. Thread-safe; each search runs on its caller's thread.
public final class Searcher {
  private static final Sort NEWEST_FIRST =
      new Sort(
          new SortField(IndexNames.TIME, SortField.Type.LONG, true),
          new SortField(IndexNames.SEQUENCE, SortField.Type.LONG, true));

  private final CodeAnalyzer analyzer = new CodeAnalyzer();
  private final Slices slices;
  private final Clock clock;

  /// Makes a searcher.
  public Searcher(Slices slices, Clock clock) {
    this.slices = slices;
    this.clock = clock;
  }

  /// Searches.
  ///
  /// @param budget how long it may take; what was found until then is the answer
  public SearchResult search(SearchRequest request, Duration budget) throws IOException {
    return new Search(request, new Deadline(budget)).run();
  }

  /// One search.
  private final class Search {
    private final SearchRequest request;
    private final Deadline deadline;
    private final Interval time;
    private final Query query;
    private final List<Item> items = new ArrayList<>();
    private final Map<Slice, @Nullable DirectoryReader> paged = new HashMap<>();
    private final Facets facets;
    private final @Nullable Histogram histogram;
    private @Nullable Cursor next;
    private @Nullable Cursor lastShown;
    private long total;
    private boolean partial;
    private OptionalLong searchedUntil = OptionalLong.empty();

    Search(SearchRequest request, Deadline deadline) {
      Instant now = clock.instant();
      this.request = request;
      this.deadline = deadline;
      this.time = request.time().and(TimeBounds.of(request.query(), now));
      this.query = new QueryCompiler(analyzer, now).compile(request.query());
      boolean[] numeric = new boolean[request.facets().size()];
      for (int i = 0; i < numeric.length; i++) {
        Kind kind = Fields.find(request.facets().get(i)).orElseThrow().kind();
        numeric[i] = kind.numeric();
      }
      this.facets = new Facets(request.facets(), numeric);
      this.histogram = request.buckets() > 0 ? new Histogram() : null;
    }

    SearchResult run() throws IOException {
      List<Slice> wanted = time.empty() ? List.of() : slices.newestFirst(time);
      try {
        page(wanted);
        tally(wanted);
      } finally {
        for (DirectoryReader reader : paged.values()) {
          if (reader != null) {
            reader.decRef();
          }
        }
      }
      return new SearchResult(
          items,
          next,
          total,
          facets.result(),
          histogram == null ? null : histogram.result(request.time(), request.buckets()),
          partial,
          partial ? searchedUntil : OptionalLong.empty());
    }

    private void page(List<Slice> wanted) throws IOException {
      Cursor after = request.after();
      for (Slice slice : wanted) {
        boolean before = after != null && slice.first() > after.time();
        if (before || next != null) {
          continue;
        }
        keep(slice);
        within(slice, this::collectItems);
        if (partial) {
          next = next == null ? lastShown : next;
          return;
        }
      }
    }

    private void collectItems(IndexSearcher searcher, Slice slice) throws IOException {
      int left = request.limit() - items.size() + 1;
      Cursor after = request.after();
      FieldDoc behind =
          after == null
              ? null
              : new FieldDoc(
                  Integer.MAX_VALUE, Float.NaN, new Object[] {after.time(), after.sequence()});
      TopFieldDocs found =
          searcher.search(in(slice), new TopFieldCollectorManager(NEWEST_FIRST, left, behind, 1));
      StoredFields stored = searcher.storedFields();
      for (ScoreDoc document : found.scoreDocs) {
        if (items.size() == request.limit()) {
          next = lastShown;
          return;
        }
        StoredItem item = new StoredItem(false);
        stored.document(document.doc, item);
        items.add(item.item());
        Object[] place = ((FieldDoc) document).fields;
        lastShown = new Cursor((Long) place[0], (Long) place[1]);
      }
    }

    private void tally(List<Slice> wanted) throws IOException {
      boolean onlyTotal = histogram == null && request.facets().isEmpty();
      for (Slice slice : wanted) {
        within(
            slice,
            (searcher, _) -> {
              if (onlyTotal) {
                total += searcher.count(in(slice));
              } else {
                TallyCollector tally = new TallyCollector(facets, histogram);
                try {
                  searcher.search(in(slice), SliceSearch.with(tally));
                } finally {
                  total += tally.total();
                }
              }
            });
        if (deadline.shouldExit()) {
          partial = true;
          return;
        }
        searchedUntil = OptionalLong.of(slice.first());
      }
    }

    /// The query for one slice: the bounds of time only where the slice reaches beyond them.
    private Query in(Slice slice) {
      if (slice.first() >= time.first() && slice.last() <= time.last()) {
        return query;
      }
      return new BooleanQuery.Builder()
          .add(query, Occur.FILTER)
          .add(QueryCompiler.range(IndexNames.TIME, time), Occur.FILTER)
          .build();
    }

    /// Keeps a slice as the page sees it, so that it is counted as the same: a record that becomes
    /// visible in between must not be in the total and not on the page.
    private void keep(Slice slice) throws IOException {
      paged.put(slice, slice.acquire());
    }

    /// Returns a reader to be handed back, or null when nothing is visible.
    private @Nullable DirectoryReader reader(Slice slice) throws IOException {
      if (!paged.containsKey(slice)) {
        return slice.acquire();
      }
      DirectoryReader kept = paged.get(slice);
      if (kept != null) {
        kept.incRef();
      }
      return kept;
    }

    private void within(Slice slice, SliceTask task) throws IOException {
      if (deadline.shouldExit()) {
        partial = true;
        return;
      }
      DirectoryReader reader = reader(slice);
      if (reader == null) {
        return;
      }
      try {
        IndexSearcher searcher = SliceSearch.over(reader, deadline);
        task.run(searcher, slice);
        partial |= searcher.timedOut();
      } catch (ExitingReaderException e) {
        partial = true;
      } finally {
        reader.decRef();
      }
    }
  }

  @FunctionalInterface
  private interface SliceTask {
    void run(IndexSearcher searcher, Slice slice) throws IOException;
  }
}
