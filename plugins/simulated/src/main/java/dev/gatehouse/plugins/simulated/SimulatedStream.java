package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.DeltaSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of an answer, each when it is due, up to the end or to where it breaks.
final class SimulatedStream implements DeltaSource {
  private final List<AiDelta> steps;
  private final Pace pace;
  private final Fate fate;
  private final int breaksAt;
  private int at;

  SimulatedStream(List<AiDelta> steps, Pace pace, Fate fate) {
    this.steps = steps;
    this.pace = pace;
    this.fate = fate;
    // behind the first content and before the last
    this.breaksAt = fate.breaks() ? 2 + (int) (fate.point() * (steps.size() - 3)) : -1;
  }

  @Override
  public @Nullable AiDelta next() throws IOException, InterruptedException {
    if (at == breaksAt) {
      if (fate.stalled()) {
        Pace.stall();
      }
      throw new IOException("the simulated answer breaks off");
    }
    if (at == steps.size()) {
      return null;
    }
    AiDelta step = steps.get(at++);
    if (step.content()) {
      pace.awaitToken();
    }
    return step;
  }
}
