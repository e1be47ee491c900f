package dev.gatehouse.history;

import dev.gatehouse.history.index.Indexer;
import dev.gatehouse.history.index.Slices;
import dev.gatehouse.history.journal.Journal;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What can be seen of the history from outside. Thread-safe.
final class HistoryMetrics implements AutoCloseable {
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final Meter meter;
  private final LongCounter dropped;
  private final DoubleHistogram searches;
  private final List<AutoCloseable> observed = new CopyOnWriteArrayList<>();

  HistoryMetrics(Meter meter) {
    this.meter = meter;
    this.dropped =
        meter
            .counterBuilder("gatehouse.history.dropped")
            .setUnit("{record}")
            .setDescription("Records that were not kept, by reason.")
            .build();
    this.searches =
        meter
            .histogramBuilder("gatehouse.history.search.duration")
            .setUnit("s")
            .setDescription("How long searches took.")
            .setExplicitBucketBoundariesAdvice(
                List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0))
            .build();
  }

  void dropped(String reason, long records) {
    if (records > 0) {
      dropped.add(records, Attributes.of(REASON, reason));
    }
  }

  void searched(long nanos) {
    searches.record(nanos / 1e9);
  }

  /// Shows the state of an open store.
  void observe(Journal journal, Slices slices, Indexer indexer) {
    observed.add(
        meter
            .gaugeBuilder("gatehouse.history.journal.size")
            .ofLongs()
            .setUnit("By")
            .setDescription("The size of the journal.")
            .buildWithCallback(it -> it.record(journal.bytes())));
    observed.add(
        meter
            .gaugeBuilder("gatehouse.history.index.lag")
            .ofLongs()
            .setUnit("{record}")
            .setDescription("Records in the journal that are not indexed yet.")
            .buildWithCallback(it -> it.record(Math.max(0, journal.last() - indexer.indexed()))));
    observed.add(
        meter
            .counterBuilder("gatehouse.history.indexed")
            .setUnit("{record}")
            .setDescription("Records that were indexed.")
            .buildWithCallback(it -> it.record(indexer.counts().indexed())));
    observed.add(
        meter
            .counterBuilder("gatehouse.history.skipped")
            .setUnit("{record}")
            .setDescription("Records that could not be indexed or were too old, by reason.")
            .buildWithCallback(it -> {
              it.record(indexer.counts().unreadable(), Attributes.of(REASON, "unreadable"));
              it.record(indexer.counts().expired(), Attributes.of(REASON, "expired"));
            }));
    observed.add(
        meter
            .gaugeBuilder("gatehouse.history.slices")
            .ofLongs()
            .setUnit("{slice}")
            .setDescription("Time slices that are kept.")
            .buildWithCallback(it -> it.record(slices.count())));
    observed.add(
        meter
            .gaugeBuilder("gatehouse.history.index.size")
            .ofLongs()
            .setUnit("By")
            .setDescription("The size of all time slices.")
            .buildWithCallback(it -> it.record(slices.bytes())));
  }

  @Override
  public void close() {
    for (AutoCloseable instrument : observed) {
      try {
        instrument.close();
      } catch (Exception e) {
        // the kernel releases it with the plugin
      }
    }
    observed.clear();
  }
}
