package dev.gatehouse.history.search;

import dev.gatehouse.history.index.Slice;
import dev.gatehouse.history.index.Slices;
import dev.gatehouse.history.query.Interval;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;

/// Finds one record by its id, in whatever slice it is. Thread-safe.
public final class Lookup {
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int ID_LENGTH = 26;
  private static final int TIME_LENGTH = 10;

  private final Slices slices;

  /// Makes a lookup.
  public Lookup(Slices slices) {
    this.slices = slices;
  }

  /// Returns the record with its bodies; empty when there is none or the time runs out.
  public Optional<Item> find(String id, Duration budget) throws IOException {
    Deadline deadline = new Deadline(budget);
    for (Slice slice : likelyFirst(id)) {
      if (deadline.shouldExit()) {
        return Optional.empty();
      }
      DirectoryReader reader = slice.acquire();
      if (reader == null) {
        continue;
      }
      try {
        IndexSearcher searcher = SliceSearch.over(reader, deadline);
        TopDocs found = searcher.search(new TermQuery(new Term("id", id)), 1);
        if (found.scoreDocs.length > 0) {
          StoredItem item = new StoredItem(true);
          searcher.storedFields().document(found.scoreDocs[0].doc, item);
          return Optional.of(item.whole());
        }
      } catch (ExitingReaderException e) {
        return Optional.empty();
      } finally {
        reader.decRef();
      }
    }
    return Optional.empty();
  }

  /// Ids of the gateway begin with the time in milliseconds, as a ULID does; others are looked for
  /// from the newest slice on.
  private List<Slice> likelyFirst(String id) {
    List<Slice> all = slices.newestFirst(Interval.ALL);
    OptionalLong time = time(id);
    if (time.isEmpty()) {
      return all;
    }
    long at = time.getAsLong();
    List<Slice> ordered = new ArrayList<>(slices.newestFirst(new Interval(at, at)));
    for (Slice slice : all) {
      if (!ordered.contains(slice)) {
        ordered.add(slice);
      }
    }
    return ordered;
  }

  private static OptionalLong time(String id) {
    if (id.length() != ID_LENGTH) {
      return OptionalLong.empty();
    }
    long time = 0;
    for (int i = 0; i < TIME_LENGTH; i++) {
      int digit = CROCKFORD.indexOf(Character.toUpperCase(id.charAt(i)));
      if (digit < 0) {
        return OptionalLong.empty();
      }
      time = time << 5 | digit;
    }
    return OptionalLong.of(time);
  }
}
