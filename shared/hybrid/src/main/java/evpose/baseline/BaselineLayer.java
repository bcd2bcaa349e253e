package evpose.baseline;

import evpose.hybrid.Layer;

/**
 * A step of a baseline's network.
 *
 * @param kind what it does
 * @param row its convolution, with the side of what comes out; a pool's has no channels and costs
 *     nothing
 */
public record BaselineLayer(Kind kind, Layer row) {
  /** What a step does. */
  public enum Kind {
    /** A convolution of 3x3, a normalisation where there is one, a rectifier. */
    CONV,
    /** The same with gaps of one cell: its kernel spans 5x5. */
    DILATED,
    /** A transposed convolution to twice the side, and a rectifier. */
    UP,
    /** The largest of 2x2 cells. */
    POOL,
    /** A convolution alone. */
    HEAD
  }

  /** [out][in][3][3]. */
  public int[] shape() {
    return new int[] {row.out(), row.in(), row.kernel(), row.kernel()};
  }
}
