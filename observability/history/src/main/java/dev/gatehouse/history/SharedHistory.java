package dev.gatehouse.history;

import dev.gatehouse.history.index.Reason;
import dev.gatehouse.history.journal.Appended;
import dev.gatehouse.history.journal.JournalFullException;
import dev.gatehouse.history.journal.RecordCodec;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedRequest;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedResponse;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The history of one folder, shared by all instances that name it. The newest instance's
/// configuration counts; when it goes, as after a reload that failed, that of the one before.
///
/// While another process or another version of the plugin still holds the folder, records wait in
/// memory, bounded, and the folder is opened as soon as it is free. Thread-safe.
final class SharedHistory {
  private static final long MOST_WAITING = 16 << 20;
  private static final long TRY_EVERY = 100_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// One instance's share.
  ///
  /// @param history what is shared
  /// @param config the instance's configuration
  /// @param context the instance's services
  record User(SharedHistory history, HistoryConfig config, ExtensionContext context) {
    void leave() {
      history.histories.leave(history, this);
    }
  }

  private final Path folder;
  private final SharedHistories histories;
  private final HistoryMetrics metrics;
  private final System.Logger logger;
  private final CopyOnWriteArrayList<User> users = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<byte[]> waiting = new ArrayList<>();
  private final User first;
  private long waitingBytes;
  private boolean closed;
  private boolean refusing;
  private volatile @Nullable HistoryStore store;
  private volatile @Nullable Thread opener;

  private SharedHistory(
      Path folder, HistoryConfig config, ExtensionContext context, SharedHistories histories) {
    this.folder = folder;
    this.histories = histories;
    this.logger = context.logger();
    this.metrics = new HistoryMetrics(context.meter());
    this.first = new User(this, config, context);
  }

  static SharedHistory open(
      Path folder, HistoryConfig config, ExtensionContext context, SharedHistories histories)
      throws IOException {
    SharedHistory history = new SharedHistory(folder, config, context, histories);
    try {
      if (!history.tryOpen()) {
        history.logger.log(
            Level.WARNING,
            "The folder of the history is in use, by a gateway or a plugin version that is about to"
                + " stop. Records wait in memory until it is free.");
        history.opener =
            Thread.ofPlatform().daemon().name("gatehouse-history-open").start(history::openLater);
      }
    } catch (IOException | RuntimeException e) {
      history.metrics.close();
      throw e;
    }
    return history;
  }

  Path folder() {
    return folder;
  }

  User join(HistoryConfig config, ExtensionContext context) {
    User user = new User(this, config, context);
    users.add(user);
    configure();
    return user;
  }

  /// Takes a user away and returns whether it was the last.
  boolean remove(User user) {
    users.remove(user);
    configure();
    return users.isEmpty();
  }

  void write(List<ExchangeRecord> batch) {
    List<byte[]> payloads = new ArrayList<>(batch.size());
    for (ExchangeRecord record : batch) {
      try {
        payloads.add(RecordCodec.encode(record));
      } catch (RuntimeException e) {
        metrics.dropped("unreadable", 1);
      }
    }
    HistoryStore open = store;
    if (open != null || !keepWaiting(payloads)) {
      append(payloads);
    }
  }

  Answer handle(AdminRequest request) throws Exception {
    HistoryStore open = store;
    if (open == null) {
      throw new ProblemException(
          Problem.of(
                  503,
                  "overloaded",
                  "The history waits for its folder, which is still in use. Try again soon.")
              .retryAfter(1));
    }
    return open.handle(request);
  }

  void close() {
    HistoryStore open;
    lock.lock();
    try {
      closed = true;
      open = store;
      metrics.dropped("opening", waiting.size());
      waiting.clear();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.close();
    }
    awaitOpener();
    metrics.close();
  }

  /// Waits for the thread that opens the folder: once this plugin has stopped it could load no
  /// class any more, and would leave behind what it was about to open.
  private void awaitOpener() {
    Thread opening = opener;
    if (opening != null) {
      LockSupport.unpark(opening);
      try {
        boolean _ = opening.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void append(List<byte[]> payloads) {
    HistoryStore open = store;
    if (open == null) {
      metrics.dropped("opening", payloads.size());
      return;
    }
    Appended appended = open.append(payloads);
    IOException failure = appended.failure();
    if (failure != null) {
      String reason = failure instanceof JournalFullException ? "journal_limit" : "disk";
      metrics.dropped(reason, payloads.size() - appended.accepted());
    }
    tell(failure);
  }

  /// Tells once when records begin to be refused, and once when they are kept again.
  private void tell(@Nullable IOException failure) {
    lock.lock();
    try {
      if (refusing == (failure != null)) {
        return;
      }
      refusing = failure != null;
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      logger.log(
          Level.WARNING,
          "Exchanges are not recorded for now; serving goes on. {0}."
              + " See gatehouse.history.dropped for how many.",
          Reason.of(failure));
    } else {
      logger.log(Level.INFO, "Exchanges are recorded again.");
    }
  }

  /// Keeps records in memory until the folder is free.
  ///
  /// @return whether they wait or were counted; not when the store has been opened meanwhile
  private boolean keepWaiting(List<byte[]> payloads) {
    lock.lock();
    try {
      if (store != null) {
        return false;
      }
      for (byte[] payload : payloads) {
        if (closed || waitingBytes + payload.length > MOST_WAITING) {
          metrics.dropped("opening", 1);
        } else {
          waiting.add(payload);
          waitingBytes += payload.length;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void openLater() {
    while (true) {
      lock.lock();
      try {
        if (closed) {
          return;
        }
      } finally {
        lock.unlock();
      }
      try {
        if (tryOpen()) {
          logger.log(Level.INFO, "The folder of the history is free; records are kept again.");
          return;
        }
      } catch (IOException | RuntimeException e) {
        logger.log(
            Level.ERROR,
            "The history cannot be opened ({0}); exchanges are not recorded."
                + " Reload the configuration once it is repaired.",
            Reason.of(e));
        return;
      }
      LockSupport.parkNanos(this, TRY_EVERY);
    }
  }

  private boolean tryOpen() throws IOException {
    FolderLock held = FolderLock.tryLock(folder);
    if (held == null) {
      return false;
    }
    HistoryStore opened =
        HistoryStore.open(folder, held, () -> current().config(), this::read, metrics, first);
    lock.lock();
    try {
      if (!closed) {
        Appended appended = opened.append(waiting);
        metrics.dropped("disk", waiting.size() - appended.accepted());
        waiting.clear();
        waitingBytes = 0;
        store = opened;
        return true;
      }
    } finally {
      lock.unlock();
    }
    opened.close();
    return true;
  }

  private void configure() {
    HistoryStore open = store;
    if (open != null) {
      open.configure(current().config());
    }
  }

  private User current() {
    List<User> now = List.copyOf(users);
    return now.isEmpty() ? first : now.getLast();
  }

  private Content read(RecordedRequest request, RecordedResponse response) {
    return current().context().contentReader().read(request, response);
  }
}
