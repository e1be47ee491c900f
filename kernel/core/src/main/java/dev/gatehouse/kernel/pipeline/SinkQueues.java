package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.record.SinkQueue;
import dev.gatehouse.sdk.log.RequestLogSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// The queues to sinks, kept over generations as long as one of them has the sink's instance.
/// Thread-safe.
public final class SinkQueues {
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /// A queue and how many generations use it.
  private record Used(SinkQueue queue, int generations) {}

  private final IdentityHashMap<RequestLogSink, Used> queues = new IdentityHashMap<>();

  /// Returns the queue of a sink, started if needed. Give it back by [#giveBack].
  synchronized SinkQueue of(Installed<RequestLogSink> sink, long mostBytes) {
    Used used = queues.get(sink.it());
    Used more =
        used == null
            ? new Used(new SinkQueue(sink, mostBytes), 1)
            : new Used(used.queue(), used.generations() + 1);
    queues.put(sink.it(), more);
    return more.queue();
  }

  /// Closes those of the queues that no other generation uses, once what waits in them is written.
  void giveBack(List<SinkQueue> notUsed) {
    List<SinkQueue> over = new ArrayList<>();
    synchronized (this) {
      for (SinkQueue queue : notUsed) {
        Used used = queues.get(queue.sink());
        if (used != null && used.generations() == 1) {
          queues.remove(queue.sink());
          over.add(queue);
        } else if (used != null) {
          queues.put(queue.sink(), new Used(queue, used.generations() - 1));
        }
      }
    }
    over.forEach(queue -> queue.close(DRAIN));
  }

  /// Returns all queues.
  public synchronized List<SinkQueue> all() {
    return queues.values().stream().map(Used::queue).toList();
  }

  /// Writes what waits and closes all queues.
  public void close() {
    List<SinkQueue> last;
    synchronized (this) {
      last = all();
      queues.clear();
    }
    last.forEach(queue -> queue.close(DRAIN));
  }
}
