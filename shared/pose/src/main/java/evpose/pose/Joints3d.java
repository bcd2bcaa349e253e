package evpose.pose;

import java.util.Arrays;

/**
 * The 13 joints in the room, with what is known about their trustworthiness. Mutable and reusable.
 * Not thread-safe.
 *
 * <p>World frame, mm. A missing joint has NaN, confidence 0 and no views.
 */
public final class Joints3d {
  private final double[] xMm = new double[Skeleton.JOINTS];
  private final double[] yMm = new double[Skeleton.JOINTS];
  private final double[] zMm = new double[Skeleton.JOINTS];
  private final double[] confidence = new double[Skeleton.JOINTS];
  private final double[][] covarianceMm2 = new double[Skeleton.JOINTS][6]; // xx xy xz yy yz zz
  private final double[] reprojectionPx = new double[Skeleton.JOINTS];
  private final int[] views = new int[Skeleton.JOINTS];
  private final Verdict[] verdict = new Verdict[Skeleton.JOINTS];

  /** All joints missing. */
  public Joints3d() {
    clear();
  }

  public void clear() {
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      setMissing(j);
    }
  }

  public void setMissing(int joint) {
    xMm[joint] = Double.NaN;
    yMm[joint] = Double.NaN;
    zMm[joint] = Double.NaN;
    confidence[joint] = 0;
    Arrays.fill(covarianceMm2[joint], Double.NaN);
    reprojectionPx[joint] = Double.NaN;
    views[joint] = 0;
    verdict[joint] = Verdict.TOO_FEW_VIEWS;
  }

  /** Makes a joint missing, and says why. */
  public void reject(int joint, Verdict why) {
    if (why.placed()) {
      throw new IllegalArgumentException(
          "a joint is rejected for a reason: verdict=" + why + ", joint=" + joint);
    }
    setMissing(joint);
    verdict[joint] = why;
  }

  /**
   * Sets one joint.
   *
   * @param confidence in (0, 1]
   * @param covarianceMm2 xx, xy, xz, yy, yz, zz in mm²; copied
   * @param reprojectionPx root mean square distance between the projected joint and the views,
   *     pixels
   * @param views cameras that the joint was found from
   */
  public void set(
      int joint,
      double xMm,
      double yMm,
      double zMm,
      double confidence,
      double[] covarianceMm2,
      double reprojectionPx,
      int views) {
    if (!(confidence > 0)) {
      setMissing(joint);
      return;
    }
    if (!isPlace(xMm, yMm, zMm)) { // views or cameras beyond all measure
      reject(joint, Verdict.VIEWS_NEARLY_PARALLEL);
      return;
    }
    this.xMm[joint] = xMm;
    this.yMm[joint] = yMm;
    this.zMm[joint] = zMm;
    this.confidence[joint] = confidence;
    System.arraycopy(covarianceMm2, 0, this.covarianceMm2[joint], 0, 6);
    this.reprojectionPx[joint] = reprojectionPx;
    this.views[joint] = views;
    this.verdict[joint] = Verdict.PLACED;
  }

  /** Sets one joint and what is to be said about it. */
  public void set(
      int joint,
      double xMm,
      double yMm,
      double zMm,
      double confidence,
      double[] covarianceMm2,
      double reprojectionPx,
      int views,
      Verdict verdict) {
    set(joint, xMm, yMm, zMm, confidence, covarianceMm2, reprojectionPx, views);
    if (present(joint) == verdict.placed()) {
      this.verdict[joint] = verdict;
    }
  }

  private static boolean isPlace(double xMm, double yMm, double zMm) {
    return Double.isFinite(xMm) && Double.isFinite(yMm) && Double.isFinite(zMm);
  }

  /** Moves a present joint; everything else about it stays. */
  public void move(int joint, double xMm, double yMm, double zMm) {
    if (!isPlace(xMm, yMm, zMm)) {
      reject(joint, Verdict.VIEWS_NEARLY_PARALLEL);
      return;
    }
    this.xMm[joint] = xMm;
    this.yMm[joint] = yMm;
    this.zMm[joint] = zMm;
  }

  /** Makes these joints those of {@code other}. */
  public void copyFrom(Joints3d other) {
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      set(
          j,
          other.xMm[j],
          other.yMm[j],
          other.zMm[j],
          other.confidence[j],
          other.covarianceMm2[j],
          other.reprojectionPx[j],
          other.views[j],
          other.verdict[j]);
    }
  }

  public boolean present(int joint) {
    return confidence[joint] > 0;
  }

  public double xMm(int joint) {
    return xMm[joint];
  }

  public double yMm(int joint) {
    return yMm[joint];
  }

  public double zMm(int joint) {
    return zMm[joint];
  }

  public double confidence(int joint) {
    return confidence[joint];
  }

  /** xx, xy, xz, yy, yz, zz in mm²; not to be written to. */
  public double[] covarianceMm2(int joint) {
    return covarianceMm2[joint];
  }

  public double reprojectionPx(int joint) {
    return reprojectionPx[joint];
  }

  public int views(int joint) {
    return views[joint];
  }

  /** Why the joint is missing, or how far to trust it. */
  public Verdict verdict(int joint) {
    return verdict[joint];
  }
}
