package evpose.metrics.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does a task again and again at a pace, on a thread of its own. A task that throws ends the thread
 * with its stack trace on standard error, as a bug should.
 */
final class PacedThread implements AutoCloseable {
  private final long periodNanos;
  private final Runnable task;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  PacedThread(String name, Duration period, Runnable task) {
    this.periodNanos = period.toNanos();
    this.task = task;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isRunning() {
    return thread.isAlive() && closing.getCount() > 0;
  }

  private void run() {
    long due = System.nanoTime() + periodNanos;
    try {
      while (!closing.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        task.run();
        due = Math.max(due + periodNanos, System.nanoTime()); // late ones are not made up for
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
