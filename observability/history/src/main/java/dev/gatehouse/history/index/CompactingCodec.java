package dev.gatehouse.history.index;

import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene90.Lucene90StoredFieldsFormat;
import org.apache.lucene.codecs.lucene90.Lucene90StoredFieldsFormat.Mode;
import org.apache.lucene.index.SegmentCommitInfo;

/// Lucene's own codec, compressing stored fields fast at first and well once asked to.
///
/// It keeps Lucene's name, because what it writes is read by the codec of that name: each segment
/// says by itself how it was compressed.
final class CompactingCodec extends FilterCodec {
  private volatile boolean compact;

  CompactingCodec() {
    super("Lucene104", new Lucene104Codec());
  }

  void compact(boolean well) {
    compact = well;
  }

  @Override
  public StoredFieldsFormat storedFieldsFormat() {
    return new Lucene90StoredFieldsFormat(compact ? Mode.BEST_COMPRESSION : Mode.BEST_SPEED);
  }

  static boolean wellCompressed(SegmentCommitInfo segment) {
    return Mode.BEST_COMPRESSION
        .name()
        .equals(segment.info.getAttribute(Lucene90StoredFieldsFormat.MODE_KEY));
  }
}
