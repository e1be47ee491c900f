package dev.gatehouse.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The clock of a gateway under test: it goes like the machine's until the test moves or stops it.
/// Plugins see it by `context.clock()`; times to live in their stores follow it too. Time limits of
/// calls do not, they are always real.
///
/// Thread-safe. It never goes backwards unless [#stopAt] says so.
public final class TestClock extends Clock {
  /// How the time is told: a distance to the machine's clock, or one instant for ever.
  private record Time(Duration ahead, @Nullable Instant stopped) {}

  private final Clock machine;
  private final ZoneId zone;
  private final AtomicReference<Time> time;

  /// Makes a clock that shows the time of the machine.
  public TestClock() {
    this(Clock.systemUTC(), ZoneOffset.UTC, new AtomicReference<>(new Time(Duration.ZERO, null)));
  }

  private TestClock(Clock machine, ZoneId zone, AtomicReference<Time> time) {
    this.machine = machine;
    this.zone = zone;
    this.time = time;
  }

  /// Moves the time forward.
  ///
  /// @param by not negative
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock is moved forward, got " + by);
    }
    time.updateAndGet(now ->
        now.stopped() == null
            ? new Time(now.ahead().plus(by), null)
            : new Time(now.ahead(), now.stopped().plus(by)));
  }

  /// Stops the clock at an instant; [#advance] still moves it.
  public void stopAt(Instant instant) {
    time.updateAndGet(now -> new Time(now.ahead(), instant));
  }

  /// Lets a stopped clock go on from where it stands.
  public void goOn() {
    time.updateAndGet(now ->
        now.stopped() == null
            ? now
            : new Time(Duration.between(machine.instant(), now.stopped()), null));
  }

  @Override
  public Instant instant() {
    Time now = time.get();
    return now.stopped() == null ? machine.instant().plus(now.ahead()) : now.stopped();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId newZone) {
    return new TestClock(machine, newZone, time);
  }
}
