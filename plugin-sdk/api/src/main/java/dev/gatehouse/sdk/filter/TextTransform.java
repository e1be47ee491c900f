package dev.gatehouse.sdk.filter;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiDelta.Kind;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Edits the text of one stream. What an edit holds back goes out before anything that ends the
/// text it belongs to, so that it comes where the protocol expects text.
final class TextTransform implements StreamTransform {
  private static final int MOST_WAITING = 256;

  /// A run of text of one choice.
  private static final class Run {
    private final TextEdit edit;
    private @Nullable StreamEvent last;

    Run(TextEdit edit) {
      this.edit = edit;
    }
  }

  private final Supplier<@Nullable TextEdit> edits;
  private final Map<Integer, Run> runs = new TreeMap<>();
  private final List<StreamEvent> waiting = new ArrayList<>(0);

  TextTransform(Supplier<@Nullable TextEdit> edits) {
    this.edits = edits;
  }

  @Override
  public void onEvent(StreamEvent event, StreamSink out) throws Exception {
    List<AiDelta> deltas = event.deltas();
    if (deltas.stream().anyMatch(delta -> delta.kind() == Kind.TEXT)) {
      text(event, deltas, out);
    } else if (holding() && means(deltas, Kind.OTHER) && !event.ends()) {
      waiting.add(event);
      if (waiting.size() > MOST_WAITING) {
        emitWaiting(out);
      }
    } else {
      release(out);
      out.emit(event);
    }
  }

  private static boolean means(List<AiDelta> deltas, Kind kind) {
    return deltas.stream().allMatch(delta -> delta.kind() == kind);
  }

  private void text(StreamEvent event, List<AiDelta> deltas, StreamSink out) throws Exception {
    // A reason to finish in the same event: no more text follows that could complete anything.
    boolean last = deltas.stream().anyMatch(delta -> delta.kind() == Kind.FINISH);
    boolean[] left = new boolean[1];
    StreamEvent edited =
        event.mapText((index, text) -> {
          Run run = run(index);
          if (run == null) {
            left[0] |= !text.isEmpty();
            return text;
          }
          run.last = event;
          String now = run.edit.next(text);
          if (last) {
            now += run.edit.end();
            runs.remove(index);
          }
          left[0] |= !now.isEmpty();
          return now;
        });
    if (left[0] || edited == event || !means(deltas, Kind.TEXT)) {
      out.emit(edited);
    }
    emitWaiting(out);
  }

  private @Nullable Run run(int index) {
    Run known = runs.get(index);
    if (known != null) {
      return known;
    }
    TextEdit edit = edits.get();
    if (edit == null) {
      return null;
    }
    Run begun = new Run(edit);
    runs.put(index, begun);
    return begun;
  }

  private boolean holding() {
    return runs.values().stream().anyMatch(run -> run.edit.holding());
  }

  @Override
  public void onEnd(StreamSink out) throws Exception {
    release(out);
  }

  /// Ends all runs; the events of their last pieces carry what was held back.
  private void release(StreamSink out) throws Exception {
    for (Map.Entry<Integer, Run> entry : List.copyOf(runs.entrySet())) {
      int index = entry.getKey();
      StreamEvent last = entry.getValue().last;
      String rest = entry.getValue().edit.end();
      if (last != null && !rest.isEmpty()) {
        out.emit(last.mapText((each, _) -> each == index ? rest : ""));
      }
    }
    runs.clear();
    emitWaiting(out);
  }

  private void emitWaiting(StreamSink out) throws Exception {
    for (StreamEvent event : waiting) {
      out.emit(event);
    }
    waiting.clear();
  }
}
