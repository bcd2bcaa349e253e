package evpose.kernels;

import java.util.function.LongSupplier;

/**
 * How fast one thread reads an array over and over, with the same instructions that the kernels
 * read weights with: no event-driven layer can be faster than its weights stream. Small arrays come
 * from a cache, large ones from memory, so the answer is one for each size.
 *
 * <p>Not thread-safe.
 */
public final class ReadingSpeed {
  private static final long NUMBERS = 1 << 22; // long enough for the clock
  private static final long LEAST_PASSES = 3;

  private final Kernels kernels = KernelChoice.bySystemProperty().kernels();
  private final LongSupplier nanos;
  private final float[] numbers;
  private final long passes;
  private float sum;

  /**
   * @param size of the array, in floats
   * @param nanos a clock
   */
  public ReadingSpeed(int size, LongSupplier nanos) {
    this.nanos = nanos;
    numbers = new float[SparseConvolution.ORIGIN + size];
    passes = Math.max(LEAST_PASSES, NUMBERS / size);
  }

  /** Reads it once to have it near, then some times more; returns bytes a second of the latter. */
  public double measure() {
    sum += kernels.read(numbers, SparseConvolution.ORIGIN);
    long begin = nanos.getAsLong();
    for (long i = 0; i < passes; i++) {
      sum += kernels.read(numbers, SparseConvolution.ORIGIN);
    }
    double seconds = (nanos.getAsLong() - begin) * 1e-9;
    return passes * (double) Float.BYTES * numbers.length / seconds;
  }

  /** What came of all that was read, so that no compiler leaves it out. */
  public float sum() {
    return sum;
  }
}
