package evpose.training.evaluation;

import evpose.hybrid.ModelDescription;
import evpose.training.TakeGrid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Runs predictors over blocks on several threads, and sums up in the order of the blocks. */
final class Bench {
  /**
   * What came of a run.
   *
   * @param windows answered, over all cameras
   * @param windowsWithoutKeyFrame that had too few events for a key frame; nobody was asked there
   */
  record Result(List<VariantResult> variants, int windows, int windowsWithoutKeyFrame) {
    /**
     * One variant by its name.
     *
     * @throws IllegalArgumentException when it took no part
     */
    VariantResult variant(String name) {
      return variants.stream()
          .filter(v -> v.name().equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no such variant: name=" + name));
    }
  }

  /** Outcomes that may wait for their turn, for each thread: a few hundred kilobytes each. */
  private static final int BLOCKS_AHEAD = 4;

  private final List<Predictor> predictors;
  private final int threads;

  Bench(List<Predictor> predictors, int threads) {
    this.predictors = predictors;
    this.threads = threads;
  }

  /**
   * @param movementName of the movement in a take's header
   * @param progress is told how many blocks are done
   */
  Result run(List<Block> blocks, IntFunction<String> movementName, IntConsumer progress)
      throws InterruptedException {
    int takeStepMicros = blocks.get(0).take().header().stepMicros();
    List<Scores> scores = new ArrayList<>();
    List<Work> works = new ArrayList<>();
    for (Predictor predictor : predictors) {
      ModelDescription d = predictor.description();
      scores.add(new Scores(TakeGrid.truthsPerWindow(takeStepMicros, d), movementName));
      works.add(new Work(d.stepsPerWindow()));
    }
    int windows = 0;
    int without = 0;
    ExecutorService pool = Executors.newFixedThreadPool(threads, Bench::daemon);
    try {
      ThreadLocal<BlockWorker> worker = ThreadLocal.withInitial(() -> new BlockWorker(predictors));
      Deque<Future<BlockWorker.Outcome>> ahead = new ArrayDeque<>();
      int given = 0;
      for (int i = 0; i < blocks.size(); i++) {
        for (; given < blocks.size() && ahead.size() < BLOCKS_AHEAD * threads; given++) {
          Block block = blocks.get(given);
          ahead.add(pool.submit(() -> worker.get().look(block)));
        }
        BlockWorker.Outcome outcome = get(ahead.remove());
        for (int p = 0; p < predictors.size(); p++) {
          scores.get(p).add(outcome.block(), outcome.truth(), outcome.seen().get(p));
          works.get(p).add(outcome.seen().get(p).work);
        }
        windows += outcome.windows();
        without += outcome.withoutKeyFrame();
        progress.accept(i + 1);
      }
    } finally {
      pool.shutdownNow();
    }
    List<VariantResult> variants = new ArrayList<>();
    for (int p = 0; p < predictors.size(); p++) {
      Predictor predictor = predictors.get(p);
      variants.add(
          new VariantResult(
              predictor.name(),
              predictor.what(),
              predictor.sha256(),
              predictor.description().stepMicros(),
              scores.get(p).result(),
              Cost.of(predictor.description(), predictor.dense(), works.get(p)),
              works.get(p).potentials.layers()));
    }
    return new Result(variants, windows, without);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bench");
    thread.setDaemon(true);
    return thread;
  }

  private static BlockWorker.Outcome get(Future<BlockWorker.Outcome> outcome)
      throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
