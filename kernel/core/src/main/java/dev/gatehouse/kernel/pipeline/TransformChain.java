package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.pipeline.FilterLink.Hook;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The transforms of one stream, the innermost first. Used by one thread.
///
/// An event passes all of them before anything is written, so that their time limit does not run
/// while the client is slow. What one of them emits reaches the next in the same order. Nothing is
/// allocated for an event that passes.
final class TransformChain {
  private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(100);
  // Asking for the time costs more than a transform that only looks.
  private static final int TIMED_ONE_OF = 64;
  private static final int COUNTED_AT_ONCE = 1_024;

  /// A transform and the filter it came from.
  private static final class Level {
    private final FilterLink link;
    private final StreamTransform transform;
    private final Callee callee;
    private boolean off;
    private int events;

    Level(FilterLink link, StreamTransform transform) {
      this.link = link;
      this.transform = transform;
      this.callee = link.callee(Hook.EVENT);
    }
  }

  /// Takes what the transforms of one level emit.
  private static final class Emitted implements StreamSink {
    private final ArrayList<StreamEvent> events = new ArrayList<>(4);
    private @Nullable Problem reason;

    @Override
    public void emit(StreamEvent event) {
      if (reason == null) {
        events.add(event);
      }
    }

    @Override
    public void stop(Problem why) {
      if (reason == null) {
        reason = why;
      }
    }
  }

  private final LiveExchange exchange;
  private final Guard guard;
  private final List<Level> levels = new ArrayList<>(2);
  private Emitted in = new Emitted();
  private Emitted out = new Emitted();
  private int untilTimed = 1;
  private @Nullable Problem stopped;
  private Outcome outcome = Outcome.OK;

  TransformChain(LiveExchange exchange) {
    this.exchange = exchange;
    this.guard = exchange.guard();
  }

  void add(FilterLink link, StreamTransform transform) {
    levels.add(new Level(link, transform));
  }

  /// Returns why the stream is to end, or null.
  @Nullable Problem stopped() {
    return stopped;
  }

  /// Returns how the stream ends when it is stopped.
  Outcome outcome() {
    return outcome;
  }

  /// Passes an event through.
  ///
  /// @return what came of it, to be used before the next event; to be sent also when the stream is
  ///   stopped
  List<StreamEvent> pass(StreamEvent event) {
    in.events.clear();
    in.events.add(event);
    if (levels.isEmpty()) {
      return in.events;
    }
    boolean timed = --untilTimed == 0;
    if (timed) {
      untilTimed = TIMED_ONE_OF;
    }
    guard.armSteps(LIMIT);
    try {
      for (int i = 0; i < levels.size(); i++) {
        Level level = levels.get(i);
        if (!level.off) {
          transform(level, timed);
        }
      }
    } finally {
      boolean _ = guard.disarm();
    }
    exchange.checkClient();
    return in.events;
  }

  /// Lets the transforms release what they hold back, the innermost first; what one releases passes
  /// those further out before they release theirs.
  List<StreamEvent> end() {
    in.events.clear();
    // Also when one of them stops the stream: what came before it still has to pass the others.
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      guard.armSteps(LIMIT);
      try {
        if (!level.off) {
          transform(level, false);
        }
        if (!level.off && stopped == null) {
          release(level);
        }
      } finally {
        boolean _ = guard.disarm();
      }
      exchange.checkClient();
    }
    levels.forEach(TransformChain::count);
    return in.events;
  }

  private static void count(Level level) {
    level.link.stats(Hook.EVENT).events(level.events);
    level.events = 0;
  }

  /// Passes the events of `in` through one transform, and leaves what came of them there.
  private void transform(Level level, boolean timed) {
    out.events.clear();
    out.reason = null;
    List<StreamEvent> events = in.events;
    for (int i = 0; i < events.size(); i++) {
      if (level.off) {
        out.events.add(events.get(i));
        continue;
      }
      int before = out.events.size();
      long start = timed ? System.nanoTime() : 0;
      guard.step(level.callee);
      @Nullable Throwable fault = null;
      try {
        level.transform.onEvent(events.get(i), out);
      } catch (Throwable e) {
        fault = e;
      }
      if (timed) {
        level.link.stats(Hook.EVENT).took(System.nanoTime() - start);
      }
      if (++level.events == COUNTED_AT_ONCE) {
        count(level);
      }
      if (fault != null || guard.fired()) {
        if (!settled(level, fault)) {
          truncate(out.events, before);
          if (stopped != null) {
            break;
          }
          out.events.add(events.get(i));
        }
      }
      if (out.reason != null) {
        stop(out.reason, Outcome.REJECTED);
        break;
      }
    }
    swap();
  }

  private void release(Level level) {
    out.events.clear();
    out.reason = null;
    out.events.addAll(in.events);
    int before = out.events.size();
    guard.step(level.callee);
    @Nullable Throwable fault = null;
    try {
      level.transform.onEnd(out);
    } catch (Throwable e) {
      fault = e;
    }
    if ((fault != null || guard.fired()) && !settled(level, fault)) {
      truncate(out.events, before);
    } else if (out.reason != null) {
      stop(out.reason, Outcome.REJECTED);
    }
    swap();
  }

  private void swap() {
    Emitted emptied = in;
    in = out;
    out = emptied;
  }

  private static void truncate(List<StreamEvent> events, int size) {
    events.subList(size, events.size()).clear();
  }

  /// Settles a step that threw or took too long.
  ///
  /// @return whether what it emitted counts all the same
  private boolean settled(Level level, @Nullable Throwable fault) {
    boolean late = guard.disarm();
    guard.armSteps(LIMIT);
    exchange.checkClient();
    HookStats stats = level.link.stats(Hook.EVENT);
    if (fault == null) {
      // It took no notice and came to an end after all.
      stats.counted(CallOutcome.TIMEOUT);
      boolean _ = level.link.gate().failed("event exceeded its time limit", guard.overrun());
      return true;
    }
    try {
      if (fault instanceof ProblemException refused) {
        stats.counted(CallOutcome.REJECT);
        throw new ExchangeFailed(refused.problem(), Outcome.REJECTED);
      }
      PluginFault.failed(
          exchange, level.link.installed(), stats, level.link.what(), fault, late, -1);
      exchange.failOpen(level.link);
      level.off = true;
    } catch (ExchangeFailed e) {
      stop(e.problem(), e.outcome());
    }
    return false;
  }

  /// The last one counts: it saw an earlier event than those that are left behind it.
  private void stop(Problem why, Outcome how) {
    stopped = why;
    outcome = how;
  }
}
