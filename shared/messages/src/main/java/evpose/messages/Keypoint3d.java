package evpose.messages;

import evpose.pose.Verdict;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A joint in the room. World frame, mm, z up.
 *
 * @param x mm; NaN (JSON null) when missing
 * @param y mm; NaN when missing
 * @param z mm; NaN when missing
 * @param confidence in [0, 1], 0 exactly when missing
 * @param covarianceMm2 xx, xy, xz, yy, yz, zz; NaN when unknown; not to be written to
 * @param reprojectionPx root mean square distance to the views it was found from, pixels; NaN when
 *     unknown
 * @param views cameras that it was found from
 * @param ageSteps steps since a camera last saw it; 0 when seen in this step
 * @param flag why it is missing or how far to trust it, a label of {@link Verdict}; null when its
 *     views simply agree
 * @param rawMm x, y, z as triangulated, before smoothing and the body's own rules; null when
 *     nothing changed them; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record Keypoint3d(
    @Decimals(Decimals.MM) double x,
    @Decimals(Decimals.MM) double y,
    @Decimals(Decimals.MM) double z,
    @Decimals(Decimals.CONFIDENCE) double confidence,
    @Decimals(Decimals.MM) double[] covarianceMm2,
    @Decimals(Decimals.PX) double reprojectionPx,
    int views,
    int ageSteps,
    @Nullable String flag,
    @Nullable RawPoint raw) {
  public Keypoint3d {
    Checks.confidence(confidence);
    Checks.require(
        confidence == 0 || (Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z)),
        () ->
            "a joint with a confidence has a place: confidence="
                + confidence
                + ", x="
                + x
                + ", y="
                + y
                + ", z="
                + z);
    Checks.require(
        covarianceMm2.length == 6,
        () -> "a covariance has 6 numbers, xx xy xz yy yz zz: numbers=" + covarianceMm2.length);
    Checks.notNegative("views", views);
    Checks.notNegative("ageSteps", ageSteps);
    Checks.require(
        flag == null || Verdict.isLabel(flag), () -> "a flag is a known one: flag=" + flag);
  }

  /** A joint that there is nothing more to say about. */
  public Keypoint3d(
      double x,
      double y,
      double z,
      double confidence,
      double[] covarianceMm2,
      double reprojectionPx,
      int views,
      int ageSteps) {
    this(x, y, z, confidence, covarianceMm2, reprojectionPx, views, ageSteps, null, null);
  }

  /** A joint that could not be placed. */
  public static Keypoint3d missing(int ageSteps) {
    return missing(ageSteps, null);
  }

  /** A joint that could not be placed, and why. */
  public static Keypoint3d missing(int ageSteps, @Nullable String flag) {
    double[] unknown = new double[6];
    Arrays.fill(unknown, Double.NaN);
    return new Keypoint3d(
        Double.NaN, Double.NaN, Double.NaN, 0, unknown, Double.NaN, 0, ageSteps, flag, null);
  }

  public boolean present() {
    return confidence > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Keypoint3d k
        && Double.compare(x, k.x) == 0
        && Double.compare(y, k.y) == 0
        && Double.compare(z, k.z) == 0
        && Double.compare(confidence, k.confidence) == 0
        && Arrays.equals(covarianceMm2, k.covarianceMm2)
        && Double.compare(reprojectionPx, k.reprojectionPx) == 0
        && views == k.views
        && ageSteps == k.ageSteps
        && Objects.equals(flag, k.flag)
        && Objects.equals(raw, k.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new double[] {x, y, z, confidence, reprojectionPx, views, ageSteps}) * 31
        + Arrays.hashCode(covarianceMm2);
  }
}
