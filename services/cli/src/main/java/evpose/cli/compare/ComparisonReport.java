package evpose.cli.compare;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two sides beside each other; its component names are keys of the report. Null where there is
 * nothing to tell: no truth, no 3D.
 *
 * @param steps of the grid that both answered
 * @param motion for the page, not for the report
 * @param joints names, in the order of all lists
 */
public record ComparisonReport(
    String rig,
    long firstStep,
    long lastStep,
    long steps,
    long stepMicros,
    int cameras,
    List<String> joints,
    Side a,
    Side b,
    Between between,
    String energyTable,
    @JsonIgnore Motion motion) {

  /**
   * One side.
   *
   * @param asked as it was asked for
   * @param model sha256
   * @param policy when its ANN ran
   * @param jitterMm mean length of the 3D joints' second differences, mm a step², the body's own
   *     motion included
   * @param accelerationErrorMm the same of the difference from the truth
   * @param refused packets that could not be used, by reason
   */
  public record Side(
      String asked,
      String model,
      String policy,
      long poses2d,
      long poses3d,
      @Nullable Double mpjpe2dPx,
      @Nullable Double mpjpe3dMm,
      List<@Nullable Double> joints2dPx,
      List<@Nullable Double> joints3dMm,
      @Nullable Double jitterMm,
      @Nullable Double accelerationErrorMm,
      double gmacPerSecond,
      double gacPerSecond,
      double wattsEstimated,
      Map<String, Long> refused) {}

  /**
   * How far the two are apart.
   *
   * @param equal2d share of 2D poses that are equal to the last bit
   * @param perSecondMm mean 3D distance in each second of data time; NaN where there is none
   */
  public record Between(
      @Nullable Double equal2d,
      @Nullable Double mean2dPx,
      @Nullable Double mean3dMm,
      @Nullable Double largest3dMm,
      List<@Nullable Double> joints2dPx,
      List<@Nullable Double> joints3dMm,
      List<@Nullable Double> perSecondMm) {}
}
