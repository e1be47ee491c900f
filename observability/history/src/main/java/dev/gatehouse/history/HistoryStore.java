package dev.gatehouse.history;

import dev.gatehouse.history.api.RequestsResource;
import dev.gatehouse.history.api.SearchPool;
import dev.gatehouse.history.index.Housekeeper;
import dev.gatehouse.history.index.Indexer;
import dev.gatehouse.history.index.Reason;
import dev.gatehouse.history.index.Slices;
import dev.gatehouse.history.journal.Appended;
import dev.gatehouse.history.journal.Journal;
import dev.gatehouse.history.search.Lookup;
import dev.gatehouse.history.search.Searcher;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.log.ContentReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// An open folder: journal, slices, and the threads between them. Thread-safe.
final class HistoryStore implements AutoCloseable {
  private final FolderLock folderLock;
  private final Journal journal;
  private final Slices slices;
  private final Indexer indexer;
  private final Housekeeper housekeeper;
  private final SearchPool pool;
  private final RequestsResource resource;
  private final System.Logger logger;

  private HistoryStore(
      Path folder,
      FolderLock folderLock,
      Supplier<HistoryConfig> config,
      ContentReader contents,
      HistoryMetrics metrics,
      Clock clock,
      System.Logger logger)
      throws IOException {
    this.folderLock = folderLock;
    this.logger = logger;
    HistoryConfig now = config.get();
    this.slices = Slices.open(folder);
    this.journal = Journal.open(folder.resolve("journal"), now.journal(), slices.committed() + 1);
    boolean whole = false;
    try {
      this.indexer =
          new Indexer(journal, slices, folder, () -> config.get().index(), contents, clock, logger);
      this.housekeeper =
          new Housekeeper(slices, indexer, () -> config.get().index(), clock, logger);
      this.pool = new SearchPool(now.searchThreads());
      this.resource =
          new RequestsResource(
              new Searcher(slices, clock),
              new Lookup(slices),
              pool,
              () -> config.get().searchTime(),
              clock,
              indexer::refresh,
              metrics::searched,
              contents);
      metrics.observe(journal, slices, indexer);
      whole = true;
    } finally {
      if (!whole) {
        // It has a thread already.
        journal.close();
      }
    }
  }

  /// Opens a folder whose lock is held; the store gives the lock back.
  ///
  /// @param config the configuration as it is at any time
  static HistoryStore open(
      Path folder,
      FolderLock folderLock,
      Supplier<HistoryConfig> config,
      ContentReader contents,
      HistoryMetrics metrics,
      SharedHistory.User first)
      throws IOException {
    HistoryStore store;
    try {
      Clock clock = first.context().clock();
      System.Logger logger = first.context().logger();
      store = new HistoryStore(folder, folderLock, config, contents, metrics, clock, logger);
    } catch (IOException | RuntimeException e) {
      folderLock.close();
      throw e;
    }
    store.start();
    return store;
  }

  private void start() {
    if (journal.cutOff() > 0) {
      logger.log(
          Level.WARNING,
          "The journal of the history ended in {0} bytes of an unfinished write, which were cut"
              + " off.",
          journal.cutOff());
    }
    indexer.start();
    housekeeper.start();
  }

  Appended append(List<byte[]> payloads) {
    return journal.append(payloads);
  }

  Answer handle(AdminRequest request) throws Exception {
    return resource.handle(request);
  }

  void configure(HistoryConfig config) {
    journal.options(config.journal());
  }

  @Override
  public void close() {
    pool.close();
    housekeeper.close();
    indexer.close();
    journal.close();
    try {
      slices.close();
    } catch (IOException e) {
      logger.log(Level.DEBUG, "Closing the slices of the history failed: {0}", Reason.of(e));
    }
    folderLock.close();
  }
}
