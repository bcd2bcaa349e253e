package evpose.hybrid;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Work done beside the one who ordered it, piece after piece in the order given. What a piece wrote
 * is seen by the next one, and by the owner after {@link #await}. One owner; not thread-safe.
 */
final class SideWork {
  private final Executor workers;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  /**
   * @param workers who does it; {@code Runnable::run} does it at once
   */
  SideWork(Executor workers) {
    this.workers = workers;
  }

  void then(Runnable piece) {
    last = last.thenRunAsync(piece, workers);
  }

  /**
   * Waits until all is done.
   *
   * @throws RuntimeException what a piece has thrown; those behind it were not begun
   */
  void await() {
    CompletableFuture<Void> all = last;
    last = CompletableFuture.completedFuture(null);
    try {
      all.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw e;
    }
  }
}
