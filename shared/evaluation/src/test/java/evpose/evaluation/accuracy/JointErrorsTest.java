package evpose.evaluation.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JointErrorsTest {
  private final JointErrors errors = new JointErrors();

  @Test
  void isTheMeanOverPosesOfTheMeanOverJoints() {
    errors.joint(0, 1);
    errors.joint(1, 3);
    assertThat(errors.endPose()).isEqualTo(2);
    errors.joint(0, 8);
    assertThat(errors.endPose()).isEqualTo(8);

    assertThat(errors.mean()).isEqualTo(5); // not (1 + 3 + 8) / 3: poses weigh alike
    assertThat(errors.mean(0)).isEqualTo(4.5);
    assertThat(errors.mean(1)).isEqualTo(3);
    assertThat(errors.poses()).isEqualTo(2);
  }

  @Test
  void leavesMissingJointsOut() {
    errors.joint(0, Double.NaN);
    errors.joint(1, 4);
    assertThat(errors.endPose()).isEqualTo(4);
    assertThat(errors.mean(0)).isNaN();
  }

  @Test
  void aPoseWithoutComparableJointsDoesNotCount() {
    errors.joint(0, Double.NaN);
    assertThat(errors.endPose()).isNaN();
    assertThat(errors.poses()).isZero();
    assertThat(errors.mean()).isNaN();
  }
}
