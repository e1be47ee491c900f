package dev.gatehouse.history.search;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;

/// Lucene's searcher over one slice, bounded by a deadline.
final class SliceSearch {
  private SliceSearch() {}

  static IndexSearcher over(DirectoryReader reader, Deadline deadline) throws IOException {
    IndexSearcher searcher = new IndexSearcher(ExitableDirectoryReader.wrap(reader, deadline));
    searcher.setQueryCache(null);
    searcher.setTimeout(deadline);
    return searcher;
  }

  /// A manager for searching on one thread with one collector.
  static CollectorManager<TallyCollector, TallyCollector> with(TallyCollector collector) {
    return new CollectorManager<>() {
      @Override
      public TallyCollector newCollector() {
        return collector;
      }

      @Override
      public TallyCollector reduce(Collection<TallyCollector> collectors) {
        return collector;
      }
    };
  }
}
