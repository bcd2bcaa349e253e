package evpose.hybrid;

/**
 * Runs the U-Net and the nine state initialisation modules on one input. Batch 1; says whether it
 * may be shared.
 */
public interface AnnEngine extends AutoCloseable {

  /**
   * One key frame that looks at a part of the input; beside it the output is that of an input in
   * which nothing happens.
   *
   * @param input stacked histogram, [2·bins][N][N] row-major. Not modified.
   * @param region that is computed
   * @param output (out) heatmaps and potentials, every element that the variant has is overwritten
   */
  void run(float[] input, Region region, AnnOutput output);

  /** One key frame that looks at all of its input. */
  default void run(float[] input, AnnOutput output) {
    run(input, Region.whole(output.inputSize()), output);
  }

  /** Engine version and instruction-set class: equal fingerprints promise equal bytes. */
  String fingerprint();

  @Override
  void close();

  /** For a {@link Variant} without an ANN: refuses to run. */
  static AnnEngine none() {
    return NoAnn.NONE;
  }
}
