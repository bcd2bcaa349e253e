package evpose.hybrid.djl.bench;

import java.util.List;

/**
 * All that was found.
 *
 * @param sparseEngine which twin ran
 * @param denseEngine version and instruction set
 * @param published the step at the published rates
 * @param uniform steps at the same density everywhere, in the order asked for
 */
public record EngineResult(
    String sparseEngine, String denseEngine, LoadResult published, List<LoadResult> uniform) {
  private static final double LEAST_DENSITY = 0.01;
  private static final double MOST_DENSITY = 0.20;

  /**
   * R² of the event-driven step's time over its accumulates, densities 1 to 20 %; NaN with fewer
   * than three of them.
   */
  public double linearity() {
    List<LoadResult> inside =
        uniform.stream()
            .filter(r -> r.load().density() >= LEAST_DENSITY * (1 - 1e-9))
            .filter(r -> r.load().density() <= MOST_DENSITY * (1 + 1e-9))
            .toList();
    double[] work = inside.stream().mapToDouble(LoadResult::accumulates).toArray();
    double[] ms = inside.stream().mapToDouble(LoadResult::sparseMs).toArray();
    return Sample.linearity(work, ms);
  }
}
