package evpose.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as a wish: it is noticed, and the JVM waits a while for the work at hand to be finished.
 */
final class Interruptible implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Thread hook = new Thread(this::interrupted, "interrupted");
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean asked;

  Interruptible() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean asked() {
    return asked;
  }

  private void interrupted() {
    asked = true;
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
