package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joint;
import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Figure;
import evpose.simulation.body.Segment;
import evpose.simulation.body.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real motion capture, where the data lies beside the project. */
class CapturedMotionTest {
  private static final Path WALK =
      Path.of("..", "..", "..", "shared", "data", "mocap", "cmu", "131_02.bvh");

  @BeforeEach
  void needsTheMotionCapture() {
    assumeTrue(Files.exists(WALK), "skipped: no motion capture at " + WALK);
  }

  @Test
  void aRealPersonStaysInViewOfEveryCamera() throws IOException {
    CapturedMotion motion = CapturedMotion.open(WALK);
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
    CapturedMotion motion = CapturedMotion.open(WALK);
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
      assertThat(Math.hypot(pose.xMm(), pose.yMm())).isLessThan(1.5 * CapturedMotion.ROOM_MM);
    }
    assertThat(farthest).as("mm in 10 ms").isBetween(1.0, 30.0);
  }

  @Test
  void aRealPersonFromAsfAndAmcWalksUprightOnTheGround() throws IOException {
    for (String take : List.of("03_01.amc", "03_02.amc")) { // walking on uneven ground
      CapturedMotion motion = CapturedMotion.open(WALK.resolveSibling(take));
      assertThat(motion.periodSeconds()).isBetween(2.0, 4.0);
      Figure figure = new Figure(Subject.of(4));
      BodyPose pose = new BodyPose();
      int steps = 0;
      double lastAhead = 0;
      double lifted = 0;
      int poses = 0;
      for (double t = 0; t < motion.periodSeconds(); t += 0.01) {
        motion.poseAt(t, pose);
        figure.stand(pose);
        double[] joints = figure.jointsInWorldMm();
        assertThat(joints[2]).as("head at %.2f s", t).isBetween(1350.0, 2000.0);
        assertThat(pose.rotation(Segment.CHEST)[8]).as("chest up at %.2f s", t).isGreaterThan(0.85);
        lifted += pose.clearanceMm();
        double ahead =
            joints[3 * Joint.FOOT_L.ordinal() + 1] - joints[3 * Joint.FOOT_R.ordinal() + 1];
        steps += lastAhead * ahead < 0 ? 1 : 0;
        lastAhead = ahead;
        poses++;
      }
      assertThat(steps).as("one foot passes the other").isGreaterThanOrEqualTo(2);
      assertThat(lifted / poses).as("mm above the ground").isLessThan(30);
    }
  }

  @Test
  void theSkeletonMayBeNamed() throws IOException {
    Path skeleton = WALK.resolveSibling("03.asf");
    CapturedMotion named = CapturedMotion.open(skeleton, WALK.resolveSibling("03_01.amc"));
    CapturedMotion found = CapturedMotion.open(WALK.resolveSibling("03_01.amc"));
    BodyPose a = new BodyPose();
    BodyPose b = new BodyPose();
    named.poseAt(1.2, a);
    found.poseAt(1.2, b);
    assertThat(a.rotation(Segment.THIGH_L)).isEqualTo(b.rotation(Segment.THIGH_L));
  }
}
