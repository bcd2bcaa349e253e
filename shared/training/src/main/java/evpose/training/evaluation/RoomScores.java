package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.evaluation.accuracy.Jitter;
import evpose.evaluation.accuracy.JointErrors;
import evpose.evaluation.accuracy.Pck;
import evpose.evaluation.accuracy.Procrustes;
import java.util.EnumMap;
import java.util.Map;

/** Sums up the errors in the room of one predictor and one rig. */
final class RoomScores {
  private static final double[] CORRECT_MM = {50, 100, 150};

  /** A joint that stays this close stands still. */
  private static final double STILL_MM = 10;

  private final int stepsPerWindow;
  private final Map<Placing, Placed> placings = new EnumMap<>(Placing.class);
  private final Pck correct = new Pck(CORRECT_MM);
  private final Jitter jitter = new Jitter(3, STILL_MM);
  private double alignedSum;
  private long alignedPoses;

  RoomScores(int stepsPerWindow) {
    this.stepsPerWindow = stepsPerWindow;
    for (Placing placing : Placing.values()) {
      placings.put(placing, new Placed());
    }
  }

  /** By one way of placing. */
  private static final class Placed {
    final JointErrors errors = new JointErrors();
    long placed;
    long asked;

    void joint(int joint, double distance) {
      errors.joint(joint, distance);
      placed += Double.isNaN(distance) ? 0 : 1;
      asked++;
    }
  }

  /**
   * @param truth [step][13·3] mm
   * @param told [placing][step][13·3] mm, NaN where not placed
   */
  void add(double[][] truth, double[][][] told) {
    placings.forEach(
        (placing, sum) -> {
          for (int s = 0; s < truth.length; s++) {
            for (int j = 0; j < Take.JOINTS; j++) {
              sum.joint(j, distance(truth[s], told[placing.ordinal()][s], j));
            }
            sum.errors.endPose();
          }
        });
    double[][] robust = told[Placing.ROBUST.ordinal()];
    for (int s = 0; s < truth.length; s++) {
      for (int j = 0; j < Take.JOINTS; j++) {
        correct.joint(distance(truth[s], robust[s], j));
      }
      double aligned = Procrustes.error(robust[s], truth[s]);
      if (!Double.isNaN(aligned)) {
        alignedSum += aligned;
        alignedPoses++;
      }
    }
    int middle = stepsPerWindow / 2;
    jitter.track(robust, truth, middle, middle + stepsPerWindow);
  }

  private static double distance(double[] truth, double[] told, int joint) {
    double dx = told[3 * joint] - truth[3 * joint];
    double dy = told[3 * joint + 1] - truth[3 * joint + 1];
    double dz = told[3 * joint + 2] - truth[3 * joint + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  Accuracy.InRoom result() {
    Map<Placing, Double> mm = new EnumMap<>(Placing.class);
    Map<Placing, Double> share = new EnumMap<>(Placing.class);
    placings.forEach(
        (placing, sum) -> {
          mm.put(placing, sum.errors.mean());
          share.put(placing, sum.asked == 0 ? Double.NaN : (double) sum.placed / sum.asked);
        });
    return new Accuracy.InRoom(
        mm,
        share,
        alignedPoses == 0 ? Double.NaN : alignedSum / alignedPoses,
        Scores.shares(correct, "mm"),
        jitter.accelerationError(),
        jitter.stillDeviation());
  }
}
