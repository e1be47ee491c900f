package dev.gatehouse.history.api;

import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few platform threads for searches. Virtual threads would share their carriers with serving,
/// and a search never lets go of its carrier. Thread-safe.
public final class SearchPool implements AutoCloseable {
  private static final int WAITING_FOR_EACH = 4;

  private final ThreadPoolExecutor threads;

  /// Makes a pool.
  ///
  /// @param size the most searches at a time
  public SearchPool(int size) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(size * WAITING_FOR_EACH),
            Thread.ofPlatform().daemon().name("gatehouse-history-search-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /// Does the work on a thread of the pool and waits for it.
  ///
  /// @throws ProblemException 503 `overloaded` when too many searches wait already
  <T> T call(Callable<T> work) throws Exception {
    Future<T> future;
    try {
      future = threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw new ProblemException(
          Problem.of(503, "overloaded", "Too many searches run at this time. Try again soon.")
              .retryAfter(1));
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (InterruptedException e) {
      // no interrupt for the search: it would close files that others read
      future.cancel(false);
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
