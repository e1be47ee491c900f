package dev.gatehouse.history.index;

import dev.gatehouse.history.query.Interval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/// All slices of a folder, in order of time; no two overlap. Thread-safe; only the indexer adds and
/// drops.
public final class Slices implements AutoCloseable {
  private final Path folder;
  private final Path trash;
  private final ConcurrentSkipListMap<Long, Slice> slices = new ConcurrentSkipListMap<>();

  private Slices(Path folder, Path trash) {
    this.folder = folder;
    this.trash = trash;
  }

  /// Finds the slices in a folder, which is created if needed, and empties the trash.
  public static Slices open(Path folder) throws IOException {
    Slices found = new Slices(folder.resolve("slices"), folder.resolve("trash"));
    Files.createDirectories(found.folder);
    found.emptyTrash();
    try (Stream<Path> list = Files.list(found.folder)) {
      for (Path path : list.sorted().toList()) {
        Optional<SliceSpan> span = SliceSpan.named(path.getFileName().toString());
        if (span.isPresent() && found.free(span.get())) {
          Slice slice = new Slice(span.get(), path);
          slice.look();
          found.slices.put(slice.first(), slice);
        }
      }
    }
    return found;
  }

  /// Returns the slices that may hold records of the time, newest first.
  public List<Slice> newestFirst(Interval time) {
    return slices.descendingMap().values().stream()
        .filter(it -> it.first() <= time.last() && it.last() >= time.first())
        .toList();
  }

  /// Returns the highest sequence of the journal that any slice has committed.
  public long committed() {
    return slices.values().stream().mapToLong(Slice::committed).max().orElse(0);
  }

  /// Returns how many there are.
  public int count() {
    return slices.size();
  }

  /// Returns the size of all together in bytes.
  public long bytes() {
    return slices.values().stream().mapToLong(Slice::bytes).sum();
  }

  /// Returns the slice of a time, made if there is none.
  Slice at(long millis, SliceLength length) throws IOException {
    var floor = slices.floorEntry(millis);
    if (floor != null && floor.getValue().last() >= millis) {
      return floor.getValue();
    }
    SliceSpan span = length.at(millis);
    if (!free(span)) {
      // the configured length changed in the middle of a day: fill up with hours
      span = SliceLength.HOUR.at(millis);
    }
    Path path = folder.resolve(span.name());
    Files.createDirectories(path);
    Slice slice = new Slice(span, path);
    slices.put(slice.first(), slice);
    return slice;
  }

  private boolean free(SliceSpan span) {
    return slices.values().stream().noneMatch(it -> it.span().overlaps(span));
  }

  /// Takes a slice away at once; its files go when the trash is emptied.
  void drop(Slice slice) throws IOException {
    slices.remove(slice.first());
    slice.drop();
    Files.createDirectories(trash);
    String name = slice.folder().getFileName() + "-" + System.nanoTime();
    Files.move(slice.folder(), trash.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Deletes what was dropped.
  void emptyTrash() throws IOException {
    if (!Files.isDirectory(trash)) {
      return;
    }
    try (Stream<Path> files = Files.walk(trash)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(trash)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException("Cannot empty " + trash.getFileName(), e);
    }
  }

  /// Closes the readers used least recently until at most so many complete slices are open.
  void trim(int open) throws IOException {
    List<Slice> readers =
        slices.values().stream()
            .filter(it -> !it.idle())
            .sorted(Comparator.comparingLong(Slice::used).reversed())
            .toList();
    for (int i = open; i < readers.size(); i++) {
      readers.get(i).close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Slice slice : slices.values()) {
      slice.close();
    }
  }
}
