package dev.gatehouse.history.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Append-only files of records, each named after the sequence of its first one. Thread-safe.
///
/// A batch is written with one call and, as configured, forced with one call: that is the group
/// commit. A write that fails, as on a full disk, is taken back, so that the files hold whole
/// entries only and the next batch may succeed. On opening, a torn end is cut off.
public final class Journal implements AutoCloseable {
  private static final int MAX_WRITE = 4 << 20;
  private static final long SYNC_EVERY = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path folder;
  private final JournalFile.Opener opener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final Condition unsynced = lock.newCondition();
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final Thread syncer;
  private JournalOptions options;
  private @Nullable JournalFile file;
  private long next;
  private long bytes;
  private long wakes;
  private boolean dirty;
  private boolean closed;
  private final long cutOff;

  private Journal(Path folder, JournalOptions options, long atLeast, JournalFile.Opener opener)
      throws IOException {
    this.folder = folder;
    this.options = options;
    this.opener = opener;
    Files.createDirectories(folder);
    this.cutOff = recover();
    this.next = Math.max(next, atLeast);
    this.syncer = Thread.ofPlatform().daemon().name("gatehouse-history-sync").unstarted(this::sync);
    syncer.start();
  }

  /// Opens the journal of a folder, which is created if needed.
  ///
  /// @param atLeast the first sequence that may be given away; more than all that were
  public static Journal open(Path folder, JournalOptions options, long atLeast) throws IOException {
    return open(folder, options, atLeast, JournalFile::open);
  }

  static Journal open(Path folder, JournalOptions options, long atLeast, JournalFile.Opener opener)
      throws IOException {
    return new Journal(folder, options, atLeast, opener);
  }

  /// Appends records and returns how many are in the journal.
  public Appended append(List<byte[]> payloads) {
    lock.lock();
    int done = 0;
    try {
      while (done < payloads.size()) {
        int end = done + 1;
        int size = Frame.size(payloads.get(done));
        while (end < payloads.size() && size + Frame.size(payloads.get(end)) <= MAX_WRITE) {
          size += Frame.size(payloads.get(end));
          end++;
        }
        write(payloads.subList(done, end), size);
        done = end;
      }
      return new Appended(done, null);
    } catch (IOException e) {
      return new Appended(done, e);
    } finally {
      if (done > 0) {
        appended.signalAll();
      }
      lock.unlock();
    }
  }

  private void write(List<byte[]> payloads, int size) throws IOException {
    if (closed) {
      throw new IOException("The journal is closed");
    }
    if (bytes + size > options.limit()) {
      throw new JournalFullException(options.limit());
    }
    JournalFile to = writable(size);
    Segment segment = segments.lastEntry().getValue();
    ByteBuffer frames = ByteBuffer.allocate(size);
    long sequence = next;
    for (byte[] payload : payloads) {
      Frame.put(frames, sequence++, payload);
    }
    try {
      to.write(segment.length(), frames.array(), size);
      if (options.fsync() == Fsync.ALWAYS) {
        to.force();
      }
    } catch (IOException e) {
      takeBack(to, segment.length());
      throw e;
    }
    segments.put(
        segment.first(),
        new Segment(segment.first(), segment.path(), segment.length() + size, false));
    bytes += size;
    next = sequence;
    if (options.fsync() == Fsync.INTERVAL) {
      dirty = true;
      unsynced.signal();
    }
  }

  /// Returns the file to append to, beginning a new one when the last is closed or full.
  private JournalFile writable(int size) throws IOException {
    Map.Entry<Long, Segment> last = segments.lastEntry();
    boolean fits =
        last != null
            && !last.getValue().closed()
            && (last.getValue().length() + size <= options.fileSize()
                || last.getValue().length() == Frame.FILE_HEADER.length);
    if (fits) {
      JournalFile open = file;
      if (open == null) {
        open = opener.open(last.getValue().path());
        file = open;
      }
      return open;
    }
    closeFile();
    Path path = Segment.path(folder, next);
    JournalFile opened = opener.open(path);
    try {
      opened.truncate(0);
      opened.write(0, Frame.FILE_HEADER, Frame.FILE_HEADER.length);
    } catch (IOException e) {
      opened.close();
      Files.deleteIfExists(path);
      throw e;
    }
    file = opened;
    segments.put(next, new Segment(next, path, Frame.FILE_HEADER.length, false));
    bytes += Frame.FILE_HEADER.length;
    return opened;
  }

  private void takeBack(JournalFile to, long length) {
    try {
      to.truncate(length);
    } catch (IOException e) {
      // what was half written stays behind the good end, where nobody reads; appends go elsewhere
      closeFile();
    }
  }

  private void closeFile() {
    Map.Entry<Long, Segment> last = segments.lastEntry();
    if (last != null) {
      Segment it = last.getValue();
      segments.put(it.first(), new Segment(it.first(), it.path(), it.length(), true));
    }
    JournalFile open = file;
    file = null;
    if (open == null) {
      return;
    }
    try (open) {
      if (options.fsync() != Fsync.NEVER) {
        open.force();
      }
    } catch (IOException e) {
      // the bytes are with the operating system; a disk that fails shows at the next append
    }
  }

  private void sync() {
    lock.lock();
    try {
      while (true) {
        while (!dirty && !closed) {
          unsynced.awaitUninterruptibly();
        }
        if (closed) {
          return;
        }
        dirty = false;
        JournalFile open = file;
        lock.unlock();
        try {
          if (open != null) {
            open.force();
          }
        } catch (IOException e) {
          // closed meanwhile, which forced it, or failing, which shows at the next append
        } finally {
          lock.lock();
        }
        pause();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets a few batches gather for the next force.
  private void pause() {
    long left = SYNC_EVERY;
    try {
      while (left > 0 && !closed) {
        left = unsynced.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Deletes the files whose entries all have a sequence up to the given one.
  public void release(long sequence) {
    List<Segment> released = new ArrayList<>();
    lock.lock();
    try {
      while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= sequence + 1) {
        Segment first = segments.pollFirstEntry().getValue();
        bytes -= first.length();
        released.add(first);
      }
    } finally {
      lock.unlock();
    }
    for (Segment segment : released) {
      try {
        Files.deleteIfExists(segment.path());
      } catch (IOException e) {
        // it is read again after a restart, and skipped entry by entry
      }
    }
  }

  /// Returns a reader that begins behind the given sequence. It belongs to one thread.
  public JournalReader reader(long after) {
    return new JournalReader(this, after);
  }

  /// Waits until there is an entry behind the given sequence, someone wakes, or the time is over.
  ///
  /// @return whether there is one
  public boolean await(long after, long nanos) {
    lock.lock();
    try {
      long seen = wakes;
      long left = nanos;
      while (next - 1 <= after && wakes == seen && left > 0 && !closed) {
        left = appended.awaitNanos(left);
      }
      return next - 1 > after;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the waiting of whoever waits for entries.
  public void wake() {
    lock.lock();
    try {
      wakes++;
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Changes how the journal is kept from now on.
  public void options(JournalOptions changed) {
    lock.lock();
    try {
      options = changed;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the sequence given away last, or 0.
  public long last() {
    lock.lock();
    try {
      return next - 1;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the length of all files in bytes.
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Returns how many bytes of a torn end were cut off on opening.
  public long cutOff() {
    return cutOff;
  }

  /// Returns the file that holds the sequence, or the first behind it; null when there is none.
  @Nullable Segment segment(long sequence) {
    lock.lock();
    try {
      Map.Entry<Long, Segment> found = segments.floorEntry(sequence);
      if (found == null) {
        found = segments.firstEntry();
      }
      return found == null ? null : found.getValue();
    } finally {
      lock.unlock();
    }
  }

  /// Returns the file behind that of the given first sequence, or null.
  @Nullable Segment segmentAfter(long first) {
    lock.lock();
    try {
      Map.Entry<Long, Segment> found = segments.higherEntry(first);
      return found == null ? null : found.getValue();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closeFile();
      closed = true;
      unsynced.signalAll();
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Finds the files and cuts the torn end of the last one.
  private long recover() throws IOException {
    next = 1;
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files =
          list.filter(it -> it.getFileName().toString().matches("\\d{20}\\.log")).sorted().toList();
    }
    long cut = 0;
    for (Path path : files) {
      long first = Long.parseLong(path.getFileName().toString().substring(0, 20));
      boolean last = path.equals(files.getLast());
      long length = Files.size(path);
      next = Math.max(next, first);
      if (last) {
        long good = goodLength(path, length);
        cut = length - good;
        try (JournalFile tail = opener.open(path)) {
          if (good < Frame.FILE_HEADER.length) {
            tail.truncate(0);
            tail.write(0, Frame.FILE_HEADER, Frame.FILE_HEADER.length);
            good = Frame.FILE_HEADER.length;
          } else if (cut > 0) {
            tail.truncate(good);
          }
        }
        length = good;
      }
      segments.put(first, new Segment(first, path, length, !last));
      bytes += length;
    }
    return cut;
  }

  private long goodLength(Path path, long length) throws IOException {
    try (SegmentReader reader = new SegmentReader(path)) {
      if (!reader.hasHeader()) {
        return 0;
      }
      for (Entry entry = reader.next(length); entry != null; entry = reader.next(length)) {
        next = Math.max(next, entry.sequence() + 1);
      }
      return reader.position();
    }
  }
}
