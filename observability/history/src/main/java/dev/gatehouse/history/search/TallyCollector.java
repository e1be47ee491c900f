package dev.gatehouse.history.search;

import dev.gatehouse.history.index.IndexNames;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/// Counts matching documents, their facets and their times in one pass. Belongs to one thread.
final class TallyCollector extends SimpleCollector {
  private final Facets facets;
  private final @Nullable Histogram histogram;
  private List<Facets.SegmentCounter> counters = List.of();
  private @Nullable NumericDocValues times;
  private @Nullable NumericDocValues failures;
  private long total;

  TallyCollector(Facets facets, @Nullable Histogram histogram) {
    this.facets = facets;
    this.histogram = histogram;
  }

  @Override
  protected void doSetNextReader(LeafReaderContext context) throws IOException {
    counters = facets.segment(context.reader());
    if (histogram != null) {
      times = DocValues.getNumeric(context.reader(), IndexNames.TIME);
      failures = DocValues.getNumeric(context.reader(), IndexNames.FAILED);
    }
  }

  @Override
  public void collect(int document) throws IOException {
    total++;
    for (Facets.SegmentCounter counter : counters) {
      counter.count(document);
    }
    if (histogram != null && times != null && times.advanceExact(document)) {
      boolean failed =
          failures != null && failures.advanceExact(document) && failures.longValue() != 0;
      histogram.add(times.longValue(), failed);
    }
  }

  @Override
  public void finish() throws IOException {
    for (Facets.SegmentCounter counter : counters) {
      counter.close();
    }
    counters = List.of();
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.COMPLETE_NO_SCORES;
  }

  long total() {
    return total;
  }
}
