package evpose.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition instead of for a time. */
public final class Await {
  private static final long LOOK_AGAIN_NANOS = 2_000_000;

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what the condition in words, for the failure
   * @throws AssertionError when it does not hold in time
   */
  public static void until(String what, Duration timeout, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "waited in vain until " + what + ": timeoutSeconds=" + timeout.toSeconds());
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
