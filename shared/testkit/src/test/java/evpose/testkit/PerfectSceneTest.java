package evpose.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.camera.RingRig;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import org.junit.jupiter.api.Test;

class PerfectSceneTest {
  private static final long STEP_MICROS = 10_000;

  @Test
  void sameSeedSameScene() {
    PerfectScene one = new PerfectScene(Dhp19Rig.rig(), 7, STEP_MICROS);
    PerfectScene other = new PerfectScene(Dhp19Rig.rig(), 7, STEP_MICROS);
    PerfectScene third = new PerfectScene(Dhp19Rig.rig(), 8, STEP_MICROS);
    assertThat(one.jointsInWorldMm(123)).isDeepEqualTo(other.jointsInWorldMm(123));
    assertThat(one.jointsInWorldMm(123)[0]).isNotEqualTo(third.jointsInWorldMm(123)[0]);
  }

  @Test
  void everyCameraOfARingSeesTheWholeBodyAlways() {
    PerfectScene scene = new PerfectScene(RingRig.of(6), 1, STEP_MICROS);
    for (long step = 0; step < 500; step += 25) {
      for (int camera = 0; camera < 6; camera++) {
        assertThat(scene.view(camera, step).count()).isEqualTo(Skeleton.JOINTS);
      }
    }
  }

  @Test
  void viewsAreExactProjections() {
    PerfectScene scene = new PerfectScene(Dhp19Rig.rig(), 1, STEP_MICROS);
    double[] joint = scene.jointsInWorldMm(10)[0];
    double[] pixel = new double[2];
    Dhp19Rig.rig().cameras().get(2).project(joint[0], joint[1], joint[2], pixel);
    Joints2d view = scene.view(2, 10);
    assertThat(view.x(0)).isEqualTo(pixel[0]);
    assertThat(view.y(0)).isEqualTo(pixel[1]);
    assertThat(view.confidence(0)).isEqualTo(1);
  }

  @Test
  void jointsMoveALittleInAStep() {
    PerfectScene scene = new PerfectScene(Dhp19Rig.rig(), 1, STEP_MICROS);
    double[][] before = scene.jointsInWorldMm(40);
    double[][] after = scene.jointsInWorldMm(41);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      double moved =
          Math.hypot(
              Math.hypot(after[j][0] - before[j][0], after[j][1] - before[j][1]),
              after[j][2] - before[j][2]);
      assertThat(moved).isStrictlyBetween(0.0, 16.0); // 120 mm swings of at most 1.2 Hz, 3 axes
    }
  }
}
