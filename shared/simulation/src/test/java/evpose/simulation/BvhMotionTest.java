package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.simulation.body.BodyPose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real motion capture, where the data lies beside the project. */
class BvhMotionTest {
  private static final Path WALK =
      Path.of("..", "..", "..", "shared", "data", "mocap", "cmu", "131_02.bvh");

  @BeforeEach
  void needsTheMotionCapture() {
    assumeTrue(Files.exists(WALK), "skipped: no motion capture at " + WALK);
  }

  @Test
  void aRealPersonStaysInViewOfEveryCamera() throws IOException {
    BvhMotion motion = BvhMotion.read(WALK);
    int inside = 0;
    int all = 0;
    double[] pixel = new double[2];
    for (long subject = 0; subject < 8; subject++) {
      SimulatorSettings settings = SimulatorSettings.of(Dhp19Rig.rig(), motion, subject, subject);
      for (double t = 0; t < motion.periodSeconds(); t += 0.3) {
        double[] joints = Truth.at(settings, t);
        for (ProjectionCamera camera : settings.rig().cameras()) {
          for (int o = 0; o < joints.length; o += 3) {
            camera.project(joints[o], joints[o + 1], joints[o + 2], pixel);
            boolean in = pixel[0] >= 34 && pixel[0] < 290 && pixel[1] >= 2 && pixel[1] < 258;
            inside += in ? 1 : 0;
            all++;
          }
        }
      }
    }
    assertThat(inside / (double) all).isGreaterThan(0.97);
  }

  @Test
  void aRealPersonMovesWithoutJumpsEvenWhereTheFileBeginsAnew() throws IOException {
    BvhMotion motion = BvhMotion.read(WALK);
    assertThat(motion.periodSeconds()).isBetween(8.0, 12.0);
    BodyPose pose = new BodyPose();
    double lastX = Double.NaN;
    double farthest = 0;
    for (double t = 0; t < 2.2 * motion.periodSeconds(); t += 0.01) {
      motion.poseAt(t, pose);
      if (t > 0) {
        farthest = Math.max(farthest, Math.abs(pose.xMm() - lastX));
      }
      lastX = pose.xMm();
      assertThat(Math.hypot(pose.xMm(), pose.yMm())).isLessThan(1.5 * BvhMotion.ROOM_MM);
    }
    assertThat(farthest).as("mm in 10 ms").isBetween(1.0, 30.0);
  }
}
