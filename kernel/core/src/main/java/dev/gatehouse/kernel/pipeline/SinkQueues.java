package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.record.SinkQueue;
import dev.gatehouse.sdk.log.RequestLogSink;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;

/// The queues to sinks, kept over generations as long as a sink's instance is. Thread-safe.
public final class SinkQueues {
  private final IdentityHashMap<RequestLogSink, SinkQueue> queues = new IdentityHashMap<>();

  /// Returns the queue of a sink, started if needed.
  synchronized SinkQueue of(Installed<RequestLogSink> sink, long mostBytes) {
    return queues.computeIfAbsent(sink.it(), _ -> new SinkQueue(sink, mostBytes));
  }

  /// Closes the queues of sinks that no generation uses any more.
  ///
  /// @param used the queues in use
  public void retain(List<SinkQueue> used) {
    List<SinkQueue> unused;
    synchronized (this) {
      unused = queues.values().stream().filter(queue -> !used.contains(queue)).toList();
      queues.values().removeAll(unused);
    }
    unused.forEach(queue -> queue.close(Duration.ofSeconds(5)));
  }

  /// Returns all queues.
  public synchronized List<SinkQueue> all() {
    return List.copyOf(queues.values());
  }

  /// Writes what waits and closes all queues.
  public void close() {
    retain(List.of());
  }
}
