package dev.gatehouse.history.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;

/// Counts the values of fields. In each segment by the numbers that Lucene gives values, joined by
/// the values themselves afterwards. Belongs to one thread.
final class Facets {
  private static final int SHOWN = 100;

  /// Values beyond these are not counted: a field of so many is no facet.
  private static final int MOST_VALUES = 100_000;

  private final Map<String, Map<String, long[]>> counts = new LinkedHashMap<>();
  private final boolean[] numeric;

  /// Counts values of these fields.
  ///
  /// @param numeric for each field, whether it holds numbers
  Facets(List<String> fields, boolean[] numeric) {
    fields.forEach(it -> counts.put(it, new HashMap<>()));
    this.numeric = numeric;
  }

  /// Counts in one segment. Documents are offered in order; [#close] ends it.
  interface SegmentCounter {
    void count(int document) throws IOException;

    void close() throws IOException;
  }

  List<SegmentCounter> segment(LeafReader reader) throws IOException {
    List<SegmentCounter> counters = new ArrayList<>();
    int i = 0;
    for (Map.Entry<String, Map<String, long[]>> field : counts.entrySet()) {
      counters.add(
          numeric[i++]
              ? new Numbers(DocValues.getSortedNumeric(reader, field.getKey()), field.getValue())
              : new Keywords(DocValues.getSortedSet(reader, field.getKey()), field.getValue()));
    }
    return counters;
  }

  /// Returns the most frequent values of each field.
  Map<String, List<FacetValue>> result() {
    Map<String, List<FacetValue>> result = new LinkedHashMap<>();
    counts.forEach((field, values) ->
        result.put(
            field,
            values.entrySet().stream()
                .map(it -> new FacetValue(it.getKey(), it.getValue()[0]))
                .sorted(
                    Comparator.comparingLong(FacetValue::count)
                        .reversed()
                        .thenComparing(FacetValue::value))
                .limit(SHOWN)
                .toList()));
    return result;
  }

  private static void add(Map<String, long[]> counts, String value, long count) {
    long[] sum = counts.get(value);
    if (sum == null && counts.size() < MOST_VALUES) {
      sum = new long[1];
      counts.put(value, sum);
    }
    if (sum != null) {
      sum[0] += count;
    }
  }

  private static final class Keywords implements SegmentCounter {
    private final SortedSetDocValues values;
    private final Map<String, long[]> counts;
    private final int[] byNumber;

    Keywords(SortedSetDocValues values, Map<String, long[]> counts) {
      this.values = values;
      this.counts = counts;
      this.byNumber = new int[(int) Math.min(Integer.MAX_VALUE - 8, values.getValueCount())];
    }

    @Override
    public void count(int document) throws IOException {
      if (values.advanceExact(document)) {
        for (int i = 0; i < values.docValueCount(); i++) {
          byNumber[(int) values.nextOrd()]++;
        }
      }
    }

    @Override
    public void close() throws IOException {
      for (int number = 0; number < byNumber.length; number++) {
        if (byNumber[number] > 0) {
          add(counts, values.lookupOrd(number).utf8ToString(), byNumber[number]);
        }
      }
    }
  }

  private static final class Numbers implements SegmentCounter {
    private final SortedNumericDocValues values;
    private final Map<String, long[]> counts;
    private final Map<Long, long[]> byNumber = new HashMap<>();

    Numbers(SortedNumericDocValues values, Map<String, long[]> counts) {
      this.values = values;
      this.counts = counts;
    }

    @Override
    public void count(int document) throws IOException {
      if (values.advanceExact(document)) {
        for (int i = 0; i < values.docValueCount(); i++) {
          byNumber.computeIfAbsent(values.nextValue(), _ -> new long[1])[0]++;
        }
      }
    }

    @Override
    public void close() {
      byNumber.forEach((number, count) -> add(counts, String.valueOf(number), count[0]));
    }
  }
}
