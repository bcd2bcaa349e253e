package evpose.pose;

import java.util.Arrays;

/**
 * The 13 joints in one camera's image. Mutable and reusable: a hot path fills one over and over.
 * Not thread-safe.
 *
 * <p>x, y in sensor pixels (corner origin); a missing joint has NaN and confidence 0.
 */
public final class Joints2d {
  private final double[] x = new double[Skeleton.JOINTS];
  private final double[] y = new double[Skeleton.JOINTS];
  private final double[] confidence = new double[Skeleton.JOINTS];
  private final double[] spreadPx = new double[Skeleton.JOINTS];

  /** All joints missing. */
  public Joints2d() {
    clear();
  }

  public void clear() {
    Arrays.fill(x, Double.NaN);
    Arrays.fill(y, Double.NaN);
    Arrays.fill(confidence, 0);
    Arrays.fill(spreadPx, Double.NaN);
  }

  /**
   * Sets one joint.
   *
   * @param confidence in [0, 1]; 0 makes the joint missing
   * @param spreadPx standard deviation that the image suggests, pixels; NaN when unknown
   */
  public void set(int joint, double x, double y, double confidence, double spreadPx) {
    if (!(confidence >= 0 && confidence <= 1)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "confidence must be in [0, 1]: confidence=" + confidence + ", joint=" + joint);
    }
    boolean missing = confidence == 0 || Double.isNaN(x) || Double.isNaN(y);
    this.x[joint] = missing ? Double.NaN : x;
    this.y[joint] = missing ? Double.NaN : y;
    this.confidence[joint] = missing ? 0 : confidence;
    this.spreadPx[joint] = missing ? Double.NaN : spreadPx;
  }

  public void set(int joint, double x, double y, double confidence) {
    set(joint, x, y, confidence, Double.NaN);
  }

  public boolean present(int joint) {
    return confidence[joint] > 0;
  }

  public double x(int joint) {
    return x[joint];
  }

  public double y(int joint) {
    return y[joint];
  }

  public double confidence(int joint) {
    return confidence[joint];
  }

  public double spreadPx(int joint) {
    return spreadPx[joint];
  }

  /** How many joints are present. */
  public int count() {
    int n = 0;
    for (double c : confidence) {
      n += c > 0 ? 1 : 0;
    }
    return n;
  }

  public Joints2d copy() {
    Joints2d copy = new Joints2d();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      copy.set(j, x[j], y[j], confidence[j], spreadPx[j]);
    }
    return copy;
  }
}
