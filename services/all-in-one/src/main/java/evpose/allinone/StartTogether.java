package evpose.allinone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Does several things at once and waits for all: services that start wait for the broker more than
 * they compute.
 */
final class StartTogether {
  private StartTogether() {}

  /** What may throw. */
  @FunctionalInterface
  interface Start {
    void run() throws InterruptedException;
  }

  /**
   * Returns when all have ended.
   *
   * @throws RuntimeException of the first in the list that failed; of others it is not told
   * @throws InterruptedException when this thread was, after all have ended
   */
  static void all(List<Start> starts) throws InterruptedException {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Start start : starts) {
      Callable<Void> call =
          () -> {
            start.run();
            return null;
          };
      FutureTask<Void> task = new FutureTask<>(call);
      Thread thread = new Thread(task, "evpose-start-" + tasks.size());
      tasks.add(task);
      threads.add(thread);
      thread.start();
    }
    await(threads);
    for (FutureTask<Void> task : tasks) {
      Throwable failure = failureOf(task);
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure != null) {
        throw new IllegalStateException("interrupted while the services started", failure);
      }
    }
  }

  private static void await(List<Thread> threads) throws InterruptedException {
    @Nullable InterruptedException interrupted = null;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = e;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted != null) {
      throw interrupted;
    }
  }

  private static @Nullable Throwable failureOf(FutureTask<Void> task) throws InterruptedException {
    try {
      task.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
