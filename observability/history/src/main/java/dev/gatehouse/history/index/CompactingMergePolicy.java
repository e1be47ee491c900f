package dev.gatehouse.history.index;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/// Merges as Lucene does by default, but when one segment is wanted, writes it anew even if it is
/// the only one, unless it is well compressed already.
final class CompactingMergePolicy extends FilterMergePolicy {
  CompactingMergePolicy() {
    super(new TieredMergePolicy());
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergePolicy.MergeContext context)
      throws IOException {
    boolean done = infos.asList().stream().allMatch(CompactingCodec::wellCompressed);
    boolean busy = !context.getMergingSegments().isEmpty();
    if (maxSegmentCount != 1 || done || busy || infos.size() == 0) {
      return super.findForcedMerges(infos, maxSegmentCount, segmentsToMerge, context);
    }
    MergeSpecification all = new MergeSpecification();
    all.add(new OneMerge(infos.asList()));
    return all;
  }
}
