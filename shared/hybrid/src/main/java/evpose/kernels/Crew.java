package evpose.kernels;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share short pieces of work, some microseconds each, with the thread that brings it.
 * A piece of work has parts; whoever is free takes the next, the bringer included, so nothing waits
 * for a thread that the machine does not run. Workers look out for work a moment, then sleep.
 * Allocates nothing while working.
 *
 * <p>One bringer at a time: to others the crew is busy, they do all parts themselves. Who does a
 * part must not matter to its result. Thread-safe.
 */
public final class Crew implements AutoCloseable {
  /** Work in parts that do not touch each other's data. */
  interface Work {
    /** Does one part; called once for each, by any thread, in any order. */
    void part(int index);
  }

  /** Nobody but the bringer. */
  public static final Crew ALONE = new Crew(1, "");

  private static final int MOST_THREADS = 64;
  private static final int LOOKS = 4000; // some ten microseconds
  private static final int PART_BITS = 16;
  private static final long PART_MASK = (1L << PART_BITS) - 1;

  private final Thread[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * Number of the work, then the next part to take: one word, so that no part is taken too late.
   */
  private final AtomicLong ticket = new AtomicLong(PART_MASK);

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile int parts;
  private volatile @Nullable Work work;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /**
   * @param threads that work, the bringer included
   * @param name what the threads' names begin with
   */
  public Crew(int threads, String name) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "a crew has 1 to " + MOST_THREADS + " threads: threads=" + threads);
    }
    workers = new Thread[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Thread(this::lookOut, name + "-" + (i + 1));
      workers[i].setDaemon(true);
      workers[i].start();
    }
  }

  /** Threads that work, the bringer included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Has all parts done; returns when they are.
   *
   * @throws IllegalStateException with the first failure of a part, all others being done
   */
  void run(int parts, Work work) {
    if (workers.length == 0 || parts == 1 || closed || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < parts; i++) {
        work.part(i);
      }
      return;
    }
    try {
      share(parts, work);
    } finally {
      busy.set(false);
    }
  }

  private void share(int parts, Work work) {
    long number = ticket.get() >>> PART_BITS;
    ticket.set(
        ((number + 1) << PART_BITS) | PART_MASK); // who still looks at the last work takes nothing
    failure = null;
    this.parts = parts;
    this.work = work;
    unfinished.set(parts);
    ticket.set((number + 2) << PART_BITS);
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
    takeParts();
    for (int looks = 0; unfinished.get() > 0; looks++) {
      if (looks < LOOKS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    this.work = null;
    Throwable first = failure;
    if (first != null) {
      throw new IllegalStateException("a part of a step failed: cause=" + first, first);
    }
  }

  /** Takes part after part until none is left. */
  private void takeParts() {
    while (true) {
      long now = ticket.get();
      int part = (int) (now & PART_MASK);
      if (part >= parts) {
        return;
      }
      Work current = work;
      if (current != null && ticket.compareAndSet(now, now + 1)) {
        try {
          current.part(part);
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          unfinished.decrementAndGet();
        }
      }
    }
  }

  private void lookOut() {
    long seen = ticket.get() >>> PART_BITS;
    while (!closed) {
      int looks = 0;
      while (ticket.get() >>> PART_BITS == seen && looks < LOOKS) {
        Thread.onSpinWait();
        looks++;
      }
      long now = ticket.get() >>> PART_BITS;
      if (now == seen) {
        LockSupport.park(this);
      } else {
        seen = now;
        takeParts();
      }
    }
  }

  /** Sends the workers home; work brought later is done by its bringer. */
  @Override
  public void close() {
    closed = true;
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
  }
}
