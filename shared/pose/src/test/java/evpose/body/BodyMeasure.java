package evpose.body;

import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;

/** What rules do to error, jitter and latency. */
final class BodyMeasure {
  private static final int SKIPPED = 300;

  private final List<double[][]> said = new ArrayList<>();

  /** Joints of the next step; missing ones as they were before. */
  void add(Joints3d joints) {
    double[][] step = new double[Skeleton.JOINTS][3];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (joints.present(j)) {
        step[j] = new double[] {joints.xMm(j), joints.yMm(j), joints.zMm(j)};
      } else if (!said.isEmpty()) {
        step[j] = said.get(said.size() - 1)[j];
      }
    }
    said.add(step);
  }

  /** Mean distance from where joints were so long ago, mm. */
  double errorMm(double latenessSeconds) {
    double sum = 0;
    int n = 0;
    for (int s = SKIPPED; s < said.size(); s++) {
      double[][] truth = BodyScene.truthMm(s * BodyScene.STEP_SECONDS - latenessSeconds);
      for (int j = 0; j < Skeleton.JOINTS; j++, n++) {
        sum += distance(said.get(s)[j], truth[j]);
      }
    }
    return sum / n;
  }

  /** The lateness at which the error is least, seconds. */
  double latenessSeconds() {
    double best = 0;
    for (double late = -0.05; late <= 0.1; late += 0.001) {
      best = errorMm(late) < errorMm(best) ? late : best;
    }
    return best;
  }

  /** Mean length of the difference between said and true accelerations, m/s². */
  double accelerationError() {
    double sum = 0;
    int n = 0;
    double dt2 = BodyScene.STEP_SECONDS * BodyScene.STEP_SECONDS;
    for (int s = SKIPPED; s + 1 < said.size(); s++) {
      for (int j = 0; j < Skeleton.JOINTS; j++, n++) {
        double squared = 0;
        for (int i = 0; i < 3; i++) {
          double a = said.get(s - 1)[j][i] - 2 * said.get(s)[j][i] + said.get(s + 1)[j][i];
          double t =
              BodyScene.truthMm((s - 1) * BodyScene.STEP_SECONDS)[j][i]
                  - 2 * BodyScene.truthMm(s * BodyScene.STEP_SECONDS)[j][i]
                  + BodyScene.truthMm((s + 1) * BodyScene.STEP_SECONDS)[j][i];
          squared += (a - t) * (a - t);
        }
        sum += Math.sqrt(squared) / dt2 / 1000;
      }
    }
    return sum / n;
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        (a[0] - b[0]) * (a[0] - b[0])
            + (a[1] - b[1]) * (a[1] - b[1])
            + (a[2] - b[2]) * (a[2] - b[2]));
  }
}
