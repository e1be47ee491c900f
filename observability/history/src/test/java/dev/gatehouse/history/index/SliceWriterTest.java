package dev.gatehouse.history.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.history.query.Interval;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceWriterTest {
  private static final long TIME = 1_795_435_200_000L;

  @TempDir Path folder;
  private final CodeAnalyzer analyzer = new CodeAnalyzer();

  /// After a crash a complete slice may be merged before the journal has been read again up to what
  /// the slice holds already.
  @Test
  void neverCommitsASequenceBelowTheOneItHadReached() throws Exception {
    try (Slices slices = Slices.open(folder)) {
      Slice slice = slices.at(TIME, SliceLength.HOUR);
      write(slice, 700);

      SliceWriter again = new SliceWriter(slice, analyzer);
      again.merge();
      again.merged();
      again.close(500);

      assertThat(slice.committed()).isEqualTo(700);
      assertThat(slice.compact()).isTrue();
    }
    try (Slices slices = Slices.open(folder)) {
      assertThat(slices.committed()).isEqualTo(700);
    }
  }

  @Test
  void showsNothingThatIsRolledBack() throws Exception {
    try (Slices slices = Slices.open(folder)) {
      Slice slice = slices.at(TIME, SliceLength.HOUR);
      write(slice, 1);
      SliceWriter writer = new SliceWriter(slice, analyzer);
      writer.add(document(2));
      writer.show();
      assertThat(count(slices)).isEqualTo(2);

      writer.rollback();

      assertThat(count(slices)).isEqualTo(1);
    }
  }

  @Test
  void mergesAgainWhenRecordsCameLate() throws Exception {
    try (Slices slices = Slices.open(folder)) {
      Slice slice = slices.at(TIME, SliceLength.HOUR);
      SliceWriter writer = new SliceWriter(slice, analyzer);
      writer.add(document(1));
      writer.merge();
      writer.merged();
      writer.add(document(2));
      writer.close(2);

      assertThat(slice.compact()).isFalse();
      assertThat(count(slices)).isEqualTo(2);
    }
  }

  private void write(Slice slice, long sequence) throws Exception {
    SliceWriter writer = new SliceWriter(slice, analyzer);
    writer.add(document(sequence));
    writer.close(sequence);
  }

  private static Document document(long sequence) {
    Document document = new Document();
    document.add(new NumericDocValuesField(IndexNames.SEQUENCE, sequence));
    return document;
  }

  private static int count(Slices slices) throws Exception {
    DirectoryReader reader = slices.newestFirst(Interval.ALL).getFirst().acquire();
    try {
      return reader.numDocs();
    } finally {
      reader.decRef();
    }
  }
}
