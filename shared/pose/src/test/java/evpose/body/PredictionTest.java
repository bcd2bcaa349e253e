package evpose.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionTest {
  private static final int STEPS = 3000;
  private static final double[] COVARIANCE = {1, 0, 0, 1, 0, 1};

  /** Mean distance from where joints are then, mm: of the prediction, and of holding the pose. */
  private static double[] errorsMm(BodyRules rules, double whitePx, double lastingPx, long ahead) {
    BodyScene scene = new BodyScene(4, 11);
    BodyMemory memory = new BodyMemory(rules, 10_000);
    Prediction prediction = new Prediction();
    Joints3d joints = new Joints3d();
    double predicted = 0;
    double held = 0;
    int n = 0;
    for (long step = 0; step < STEPS; step++) {
      scene.see(step, whitePx, lastingPx, joints);
      memory.step(step, joints, new int[Skeleton.JOINTS]);
      prediction.take(step * 10_000, joints);
      if (step < 300) {
        continue;
      }
      double[][] then = BodyScene.truthMm(step * BodyScene.STEP_SECONDS + ahead / 1e6);
      held += sum(joints, then);
      prediction.ahead(ahead, joints);
      predicted += sum(joints, then);
      n += Skeleton.JOINTS;
    }
    return new double[] {predicted / n, held / n};
  }

  private static double sum(Joints3d joints, double[][] truth) {
    double sum = 0;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      sum +=
          Math.sqrt(
              Math.pow(joints.xMm(j) - truth[j][0], 2)
                  + Math.pow(joints.yMm(j) - truth[j][1], 2)
                  + Math.pow(joints.zMm(j) - truth[j][2], 2));
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"10000", "20000", "30000", "50000"})
  void aPredictedPoseIsNearerThanTheLastOne(long ahead) {
    double[] white = errorsMm(BodyRules.ALL, 2, 0, ahead);
    double[] lasting = errorsMm(BodyRules.ALL, 1, 3, ahead);
    double[] perfect = errorsMm(BodyRules.NONE, 0, 0, ahead);
    assertThat(white[0]).isLessThan(white[1]);
    assertThat(lasting[0]).isLessThan(lasting[1]);
    assertThat(perfect[0]).isLessThan(0.6 * perfect[1]);
  }

  private static Joints3d at(double x, Verdict verdict) {
    Joints3d joints = new Joints3d();
    joints.set(2, x, 20, 30, 0.5, COVARIANCE, 1, 4, verdict);
    return joints;
  }

  @Test
  void whatMovesGoesOnAndItsCovarianceGrows() {
    Prediction prediction = new Prediction();
    for (int i = 0; i <= 10; i++) {
      prediction.take(i * 10_000, at(10 * i, Verdict.PLACED));
    }
    Joints3d joints = at(100, Verdict.PLACED);
    prediction.ahead(20_000, joints); // 1 m/s
    assertThat(joints.xMm(2)).isBetween(117.0, 120.0);
    assertThat(joints.yMm(2)).isCloseTo(20, within(1e-9));
    double near = joints.covarianceMm2(2)[0];
    assertThat(near).isGreaterThan(1);
    Joints3d later = at(100, Verdict.PLACED);
    prediction.ahead(50_000, later);
    assertThat(later.covarianceMm2(2)[0]).isGreaterThan(near);
    assertThat(later.present(1)).isFalse();
    Joints3d now = at(100, Verdict.PLACED);
    prediction.ahead(0, now);
    assertThat(now.xMm(2)).isEqualTo(100);
    assertThat(now.covarianceMm2(2)).isEqualTo(COVARIANCE);
  }

  @Test
  void heldJointsAndLonelyOnesStay() {
    Prediction prediction = new Prediction();
    for (int i = 0; i <= 10; i++) {
      prediction.take(i * 10_000, at(10 * i, i == 10 ? Verdict.HELD : Verdict.PLACED));
    }
    Joints3d joints = at(90, Verdict.HELD);
    prediction.ahead(30_000, joints);
    assertThat(joints.xMm(2)).isEqualTo(90);
    prediction.take(110_000, at(500, Verdict.PLACED));
    joints = at(500, Verdict.PLACED);
    prediction.ahead(30_000, joints);
    assertThat(joints.xMm(2)).isEqualTo(500);
  }

  @Test
  void olderPosesArePassedOverUnlessTimeBeganAnew() {
    Prediction prediction = new Prediction();
    for (int i = 0; i <= 10; i++) {
      prediction.take(9_000_000 + i * 10_000, at(10 * i, Verdict.PLACED));
      prediction.take(9_000_000 + i * 10_000 - 5000, at(-1000, Verdict.PLACED));
    }
    Joints3d joints = at(100, Verdict.PLACED);
    prediction.ahead(20_000, joints);
    assertThat(joints.xMm(2)).isBetween(117.0, 120.0);
    prediction.take(10_000, at(0, Verdict.PLACED));
    joints = at(0, Verdict.PLACED);
    prediction.ahead(20_000, joints);
    assertThat(joints.xMm(2)).isZero();
  }

  @Test
  void tooFarIsRefused() {
    assertThatThrownBy(() -> new Prediction().ahead(50_001, new Joints3d()))
        .hasMessage("predictions reach from 0 to 50000 µs: aheadMicros=50001");
  }
}
