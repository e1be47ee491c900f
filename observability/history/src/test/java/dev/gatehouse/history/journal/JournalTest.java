package dev.gatehouse.history.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Fsync.class)
  void givesBackWhatWasAppendedInOrder(Fsync fsync) throws Exception {
    JournalOptions options = new JournalOptions(fsync, 1 << 30, 300);
    try (Journal journal = Journal.open(folder, options, 1);
        JournalReader reader = journal.reader(0)) {
      for (int i = 0; i < 100; i += 2) {
        assertThat(journal.append(List.of(payload(i), payload(i + 1))).accepted()).isEqualTo(2);
      }

      List<Entry> entries = reader.read(1000, 1 << 20);

      assertThat(entries).extracting(Entry::sequence).isEqualTo(sequences(1, 100));
      assertThat(texts(entries)).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "r" + i).toList());
      assertThat(files()).hasSizeGreaterThan(5);
      assertThat(reader.read(1000, 1 << 20)).isEmpty();
    }
  }

  @Test
  void goesOnWhereItEndedAfterReopening() throws Exception {
    try (Journal journal = open()) {
      journal.append(List.of(payload(0), payload(1)));
    }
    try (Journal journal = open();
        JournalReader reader = journal.reader(1)) {
      journal.append(List.of(payload(2)));

      List<Entry> entries = reader.read(10, 1000);

      assertThat(entries).extracting(Entry::sequence).containsExactly(2L, 3L);
      assertThat(texts(entries)).containsExactly("r1", "r2");
    }
  }

  @Test
  void neverGivesASequenceAwayTwice() throws Exception {
    try (Journal journal = Journal.open(folder, options(), 500)) {
      journal.append(List.of(payload(0)));

      assertThat(journal.last()).isEqualTo(500);
    }
    try (Journal journal = open()) {
      assertThat(journal.last()).isEqualTo(500);
    }
  }

  @Test
  void cutsATornEndAtAnyByte() throws Exception {
    byte[] whole;
    try (Journal journal = open()) {
      journal.append(List.of(payload(0), payload(1), payload(2)));
      whole = Files.readAllBytes(files().getFirst());
    }
    int frame = Frame.HEADER + 2;
    for (int length = 0; length < whole.length; length++) {
      Files.write(files().getFirst(), java.util.Arrays.copyOf(whole, length));
      try (Journal journal = open();
          JournalReader reader = journal.reader(0)) {
        journal.append(List.of(payload(9)));
        int kept = Math.max(0, length - Frame.FILE_HEADER.length) / frame;
        List<Entry> entries = reader.read(10, 1000);

        assertThat(entries).extracting(Entry::sequence).isEqualTo(sequences(1, kept + 1));
        assertThat(texts(entries)).endsWith("r9").hasSize(kept + 1);
      }
    }
  }

  @Test
  void cutsGarbageBehindTheEnd() throws Exception {
    try (Journal journal = open()) {
      journal.append(List.of(payload(0)));
    }
    Files.write(files().getFirst(), new byte[5000], StandardOpenOption.APPEND);
    try (Journal journal = open();
        JournalReader reader = journal.reader(0)) {
      assertThat(journal.cutOff()).isEqualTo(5000);
      journal.append(List.of(payload(1)));
      assertThat(texts(reader.read(10, 1000))).containsExactly("r0", "r1");
    }
  }

  @Test
  void skipsTheRestOfADamagedFile() throws Exception {
    try (Journal journal = Journal.open(folder, new JournalOptions(Fsync.NEVER, 1 << 30, 60), 1)) {
      for (int i = 0; i < 6; i++) {
        journal.append(List.of(payload(i)));
      }
    }
    byte[] bytes = Files.readAllBytes(files().getFirst());
    bytes[bytes.length - 1] ^= 1;
    Files.write(files().getFirst(), bytes);
    try (Journal journal = open();
        JournalReader reader = journal.reader(0)) {
      assertThat(texts(reader.read(10, 1000))).containsExactly("r0", "r2", "r3", "r4", "r5");
      assertThat(reader.damaged()).isEqualTo(Frame.HEADER + 2);
    }
  }

  @Test
  void refusesMoreThanItsLimitAndTakesRecordsAgainOnceFilesAreReleased() throws Exception {
    try (Journal journal = Journal.open(folder, new JournalOptions(Fsync.NEVER, 200, 60), 1)) {
      Appended appended = journal.append(payloads(20));
      while (appended.failure() == null) {
        appended = journal.append(payloads(1));
      }
      assertThat(appended.failure()).isInstanceOf(JournalFullException.class);

      journal.release(journal.last());

      assertThat(journal.append(payloads(1)).accepted()).isEqualTo(1);
    }
  }

  @Test
  void keepsAFileUntilItsLastEntryIsReleased() throws Exception {
    try (Journal journal = Journal.open(folder, new JournalOptions(Fsync.NEVER, 1 << 30, 50), 1);
        JournalReader reader = journal.reader(0)) {
      for (int i = 0; i < 6; i++) {
        journal.append(List.of(payload(i)));
      }
      journal.release(3);

      assertThat(texts(reader.read(10, 1000))).containsExactly("r2", "r3", "r4", "r5");
      journal.release(4);
      assertThat(files()).hasSize(1);
      journal.release(6);
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void survivesAFullDiskAndGoesOnWhenThereIsSpace() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    try (Journal journal = Journal.open(folder, options(), 1, path -> new FillingFile(path, full));
        JournalReader reader = journal.reader(0)) {
      journal.append(List.of(payload(0)));
      full.set(true);

      Appended refused = journal.append(List.of(payload(1), payload(2)));
      assertThat(refused.accepted()).isZero();
      assertThat(refused.failure()).hasMessageContaining("No space left");

      full.set(false);
      assertThat(journal.append(List.of(payload(3))).accepted()).isEqualTo(1);
      assertThat(texts(reader.read(10, 1000))).containsExactly("r0", "r3");
    }
    try (Journal journal = open();
        JournalReader reader = journal.reader(0)) {
      assertThat(texts(reader.read(10, 1000))).containsExactly("r0", "r3");
    }
  }

  @Test
  void aReaderFollowsManyWriters() throws Exception {
    try (Journal journal =
            Journal.open(folder, new JournalOptions(Fsync.INTERVAL, 1 << 30, 5000), 1);
        JournalReader reader = journal.reader(0)) {
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        int writer = w;
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    start.await();
                  } catch (InterruptedException e) {
                    return;
                  }
                  for (int i = 0; i < 100; i++) {
                    journal.append(List.of(payload(writer * 1000 + i)));
                  }
                }));
      }
      start.countDown();
      List<Entry> all = new ArrayList<>();
      while (all.size() < 800) {
        journal.await(all.size(), 1_000_000_000L);
        all.addAll(reader.read(7, 1000));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(all).extracting(Entry::sequence).isEqualTo(sequences(1, 800));
      assertThat(texts(all)).doesNotHaveDuplicates();
    }
  }

  @Test
  void anInterruptedWriterHarmsNobody() throws Exception {
    try (Journal journal =
        Journal.open(folder, new JournalOptions(Fsync.ALWAYS, 1 << 30, 5000), 1)) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                Thread.currentThread().interrupt();
                journal.append(List.of(payload(0)));
              });
      writer.join();

      assertThat(journal.append(List.of(payload(1))).failure()).isNull();
      assertThat(journal.last()).isEqualTo(2);
    }
  }

  private Journal open() throws IOException {
    return Journal.open(folder, options(), 1);
  }

  private static JournalOptions options() {
    return new JournalOptions(Fsync.NEVER, 1 << 30, JournalOptions.FILE_SIZE);
  }

  private static byte[] payload(int number) {
    return ("r" + number).getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> payloads(int count) {
    return IntStream.range(0, count).mapToObj(JournalTest::payload).toList();
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream().map(e -> new String(e.payload(), StandardCharsets.UTF_8)).toList();
  }

  private static List<Long> sequences(long first, long last) {
    List<Long> all = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      all.add(i);
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    }
  }

  /// A real file on a disk that is sometimes full in the middle of a write.
  private static final class FillingFile implements JournalFile {
    private final JournalFile real;
    private final AtomicBoolean full;

    FillingFile(Path path, AtomicBoolean full) throws IOException {
      this.real = JournalFile.open(path);
      this.full = full;
    }

    @Override
    public void write(long position, byte[] bytes, int length) throws IOException {
      if (full.get()) {
        real.write(position, bytes, length / 2);
        throw new IOException("No space left on device");
      }
      real.write(position, bytes, length);
    }

    @Override
    public void truncate(long length) throws IOException {
      real.truncate(length);
    }

    @Override
    public void force() throws IOException {
      real.force();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
