package evpose.source.service;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a step out when the wall clock reaches its end, since no camera knows a step before it is
 * over. Decides when, never what.
 *
 * <p>A feed that falls behind is let out at once, and counted. When it lies {@link #SLIP_NANOS}
 * behind, the clock is set back to it: data then goes on at its usual pace, later, in place of a
 * burst that would flood whoever listens. Belongs to one thread; {@link #cancel} to any.
 */
final class Pacer {
  /** In words of a viewer: half a second. */
  static final long SLIP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final double nanosPerStep;
  private final LongSupplier nanoTime;
  private final LongConsumer park;
  private long startNanos;
  private boolean started;
  private long steps; // let out since the clock was set
  private long lateSteps;
  private long slips;
  private volatile boolean cancelled;

  /** No waiting at all: as fast as it is taken. */
  static Pacer none() {
    return new Pacer(0, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param speed seconds of data a second of wall time; 1 is real time
   */
  static Pacer realTime(long stepMicros, double speed) {
    return new Pacer(stepMicros * 1000 / speed, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * @param nanosPerStep 0 never waits
   * @param park waits for at most so many nanoseconds; may return early
   */
  Pacer(double nanosPerStep, LongSupplier nanoTime, LongConsumer park) {
    this.nanosPerStep = nanosPerStep;
    this.nanoTime = nanoTime;
    this.park = park;
  }

  /**
   * Waits until the next step is over.
   *
   * @return false when it was cancelled: the step is not over
   */
  boolean awaitNext() {
    if (nanosPerStep == 0) {
      return !cancelled;
    }
    if (!started) {
      started = true;
      startNanos = nanoTime.getAsLong();
    }
    steps++;
    long due = startNanos + Math.round(steps * nanosPerStep);
    long left = due - nanoTime.getAsLong();
    if (left < -nanosPerStep) { // a whole step behind
      lateSteps++;
      if (left < -SLIP_NANOS) {
        slips++;
        startNanos = nanoTime.getAsLong();
        steps = 0;
      }
    }
    while (left > 0 && !cancelled) {
      park.accept(left);
      left = due - nanoTime.getAsLong();
    }
    return !cancelled;
  }

  /** Ends all waiting, from any thread; a thread that is parked must be unparked besides. */
  void cancel() {
    cancelled = true;
  }

  /** Steps that came more than a step too late. */
  long lateSteps() {
    return lateSteps;
  }

  /** Times that the clock was set back. */
  long slips() {
    return slips;
  }
}
