package evpose.body;

import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.Arrays;

/**
 * Where joints are a moment after the last pose: what a cable, a network and a screen take away.
 *
 * <pre>
 *   v       slope of the line through a joint's last {@value #REACH} places, least squares, none older than {@value #OLDEST_SECONDS} s
 *   σ²      its variance, {@value #ERRORS_LAST} tr C / Σ(t - t̄)²
 *   place   x + v |v|² / (|v|² + σ²) · τ (1 - e^(-h/τ))      h seconds ahead, τ = {@value #DAMPING_SECONDS} s
 *   C       C + I ((a h² / 2)² + σ² h² / 3)                  a = {@value #ACCELERATION_MM_PER_S2} mm/s²
 * </pre>
 *
 * So what rests is not thrown about by its noise, and motion does not go on for ever. A joint that
 * is held is not moved, one with a single place neither. At most {@value #MOST_MICROS} µs ahead:
 * beyond, a guess is worse than a late truth. Allocates nothing. Not thread-safe.
 */
public final class Prediction {
  /** The farthest that can be asked for, µs. */
  public static final int MOST_MICROS = 50_000;

  private static final int REACH = 6;
  private static final double OLDEST_SECONDS = 0.1;
  private static final double DAMPING_SECONDS = 0.1;

  /**
   * Errors of networks last over several steps: a slope is as unsure as of so much fewer places.
   */
  private static final double ERRORS_LAST = 4;

  private static final double ACCELERATION_MM_PER_S2 = 15_000;

  private final long[] atMicros = new long[REACH * Skeleton.JOINTS];
  private final double[] placeMm = new double[3 * REACH * Skeleton.JOINTS];
  private final int[] kept = new int[Skeleton.JOINTS];
  private final double[] variance = new double[6];
  private long newestMicros = Long.MIN_VALUE;

  /**
   * Takes the newest pose; one that is not newer is passed over, except when time began anew.
   *
   * @param micros data time
   */
  public void take(long micros, Joints3d joints) {
    if (micros < newestMicros - 1_000_000) {
      Arrays.fill(kept, 0);
    } else if (micros <= newestMicros) {
      return;
    }
    newestMicros = micros;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (!joints.present(j) || joints.verdict(j) == Verdict.HELD) {
        kept[j] = 0;
        continue;
      }
      int first = REACH * j;
      int n = Math.min(kept[j], REACH - 1);
      System.arraycopy(atMicros, first, atMicros, first + 1, n);
      System.arraycopy(placeMm, 3 * first, placeMm, 3 * (first + 1), 3 * n);
      atMicros[first] = micros;
      placeMm[3 * first] = joints.xMm(j);
      placeMm[3 * first + 1] = joints.yMm(j);
      placeMm[3 * first + 2] = joints.zMm(j);
      kept[j] = n + 1;
    }
  }

  /**
   * Moves the joints of the newest pose.
   *
   * @param aheadMicros how far ahead of it; in [0, {@value #MOST_MICROS}]
   * @param joints in: of the newest pose; out: then
   */
  public void ahead(long aheadMicros, Joints3d joints) {
    if (aheadMicros < 0 || aheadMicros > MOST_MICROS) {
      throw new IllegalArgumentException(
          "predictions reach from 0 to " + MOST_MICROS + " µs: aheadMicros=" + aheadMicros);
    }
    double h = aheadMicros / 1e6;
    double reach = DAMPING_SECONDS * (1 - StrictMath.exp(-h / DAMPING_SECONDS));
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (joints.present(j) && aheadMicros > 0) {
        move(j, h, reach, joints);
      }
    }
  }

  private void move(int j, double h, double reach, Joints3d joints) {
    int first = REACH * j;
    int n = 0;
    double meanSeconds = 0;
    while (n < kept[j] && (atMicros[first] - atMicros[first + n]) / 1e6 <= OLDEST_SECONDS) {
      meanSeconds += (atMicros[first + n] - atMicros[first]) / 1e6;
      n++;
    }
    meanSeconds /= Math.max(1, n);
    double spread = 0;
    double vx = 0;
    double vy = 0;
    double vz = 0;
    for (int i = 0; i < n; i++) {
      double t = (atMicros[first + i] - atMicros[first]) / 1e6 - meanSeconds;
      spread += t * t;
      vx += t * placeMm[3 * (first + i)];
      vy += t * placeMm[3 * (first + i) + 1];
      vz += t * placeMm[3 * (first + i) + 2];
    }
    double[] c = joints.covarianceMm2(j);
    System.arraycopy(c, 0, variance, 0, 6);
    double bend = ACCELERATION_MM_PER_S2 * h * h / 2;
    double grown = bend * bend;
    double x = joints.xMm(j);
    double y = joints.yMm(j);
    double z = joints.zMm(j);
    if (spread > 0) {
      grown += ERRORS_LAST * (c[0] + c[3] + c[5]) / 3 * h * h / spread;
      double speed2 = (vx * vx + vy * vy + vz * vz) / (spread * spread);
      double share = speed2 / (speed2 + ERRORS_LAST * (c[0] + c[3] + c[5]) / spread);
      x += share * reach * vx / spread;
      y += share * reach * vy / spread;
      z += share * reach * vz / spread;
    }
    variance[0] += grown;
    variance[3] += grown;
    variance[5] += grown;
    joints.set(
        j,
        x,
        y,
        z,
        joints.confidence(j),
        variance,
        joints.reprojectionPx(j),
        joints.views(j),
        joints.verdict(j));
  }
}
