package evpose.hybrid.djl.bench;

import java.util.List;
import java.util.SortedMap;

/**
 * A step under one load: medians, milliseconds.
 *
 * @param load what was asked for
 * @param firing share of the neurons that fired
 * @param accumulates of one event-driven step, head included
 * @param denseMs one thread, processor time: other work on the machine hardly counts
 * @param sparseMs the same, event-driven
 * @param denseWallMs by threads, on the wall's clock
 * @param sparseWallMs the same, event-driven
 * @param layers the nine spiking layers, then the head
 */
public record LoadResult(
    SpikeLoad load,
    double firing,
    long accumulates,
    double denseMs,
    double sparseMs,
    SortedMap<Integer, Double> denseWallMs,
    SortedMap<Integer, Double> sparseWallMs,
    List<LayerResult> layers) {
  private static final int FIRST_DECODER = 6;
  private static final int LAST_DECODER = 8;

  /** How many times faster than dense, one thread each. */
  public double ratio() {
    return denseMs / sparseMs;
  }

  /** Dense on so many threads, on the wall's clock; NaN where that was not measured. */
  public double denseWallMs(int threads) {
    return denseWallMs.getOrDefault(threads, Double.NaN);
  }

  /** Event-driven on so many threads, on the wall's clock; NaN where that was not measured. */
  public double sparseWallMs(int threads) {
    return sparseWallMs.getOrDefault(threads, Double.NaN);
  }

  /** How many times faster than dense, each on so many threads, on the wall's clock. */
  public double wallRatio(int threads) {
    return denseWallMs(threads) / sparseWallMs(threads);
  }

  /** 10⁹ accumulates a second of the whole step. */
  public double gacPerSecond() {
    return accumulates / (sparseMs * 1e6);
  }

  /**
   * The least share of the streaming bound among the decoder's layers, which do most of the work.
   */
  public double decoderStreamShare() {
    double least = Double.POSITIVE_INFINITY;
    for (LayerResult layer : layers.subList(FIRST_DECODER, LAST_DECODER + 1)) {
      least = Math.min(least, layer.streamShare());
    }
    return least;
  }
}
