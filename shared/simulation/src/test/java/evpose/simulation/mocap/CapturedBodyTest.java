package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Segment;
import java.io.IOException;
import java.io.StringReader;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CapturedBodyTest {
  private static final Offset<Double> SAME = within(1e-9);

  /** 856 mm of leg over the fixture's 8 units. */
  private static final double MM_PER_UNIT = 107;

  /** The mean of two frames that look to the front and one that looks to the left. */
  private static final double MEAN_TURN = StrictMath.toDegrees(StrictMath.atan2(1, 2));

  private final BodyPose pose = new BodyPose();

  @Test
  void aPersonInATPoseStretchesTheArmsSideways() throws IOException {
    CapturedBody body = body(BvhKinematicsTest.text("standing.bvh"));
    body.poseAt(0, pose);
    pose.move(MEAN_TURN, 0, 0); // undo that the file's mean looks to the front
    assertDown(Segment.UPPER_ARM_L, 1, 0, 0);
    assertDown(Segment.FOREARM_L, 1, 0, 0);
    assertDown(Segment.UPPER_ARM_R, -1, 0, 0);
    assertDown(Segment.THIGH_L, 0, 0, -1);
    assertDown(Segment.SHIN_R, 0, 0, -1);
    assertDown(Segment.CHEST, 0, 0, -1);
    assertFront(Segment.PELVIS, 0, -1, 0);
    assertFront(Segment.THIGH_R, 0, -1, 0);
    assertFront(Segment.FOOT_L, 0, -1, 0);
    assertThat(pose.clearanceMm()).isZero();
  }

  @Test
  void aPersonWhoTurnsTurnsWholly() throws IOException {
    CapturedBody body = body(BvhKinematicsTest.text("standing.bvh"));
    body.poseAt(1, pose);
    pose.move(MEAN_TURN, 0, 0);
    assertFront(Segment.HEAD, 1, 0, 0);
    assertFront(Segment.FOOT_R, 1, 0, 0);
    assertDown(Segment.UPPER_ARM_L, 0, 0, -1);
    assertDown(Segment.FOREARM_R, 0, 0, -1);
  }

  @Test
  void theMeanPlaceIsTheOriginAndJumpsAreKept() throws IOException {
    CapturedBody body = body(BvhKinematicsTest.text("standing.bvh"));
    double x = 0;
    double y = 0;
    for (int i = 0; i < 3; i++) {
      body.poseAt(i, pose);
      x += pose.xMm();
      y += pose.yMm();
    }
    assertThat(x).isCloseTo(0, SAME);
    assertThat(y).isCloseTo(0, SAME);
    body.poseAt(0, pose);
    double x0 = pose.xMm();
    double y0 = pose.yMm();
    body.poseAt(1, pose);
    double way = Math.hypot(pose.xMm() - x0, pose.yMm() - y0);
    assertThat(way).isCloseTo(4 * MM_PER_UNIT, SAME);
    body.poseAt(2, pose);
    assertThat(pose.clearanceMm()).isCloseTo(MM_PER_UNIT - 30, SAME);
  }

  @Test
  void namesTheJointsThatAreMissing() throws IOException {
    String text =
        BvhKinematicsTest.text("standing.bvh")
            .replace("RightForeArm", "Nobody")
            .replace("LeftUpLeg", "Nothing");
    assertThatThrownBy(() -> body(text))
        .isInstanceOf(MotionFormatException.class)
        .hasMessageStartingWith(
            "x.bvh: a body needs joints that this file does not name, rename them:"
                + " missing=elbow r (rightelbow, rightforearm, ")
        .hasMessageContaining("; hip l (leftupleg, leftupperleg, ")
        .hasMessageContaining("; found=mixamorig:Hips, mixamorig:Nothing, mixamorig:LeftLeg, ");
  }

  @Test
  void refusesALegWithoutLength() throws IOException {
    String text = BvhKinematicsTest.text("standing.bvh").replace("OFFSET 0 -4 0", "OFFSET 0 0 0");
    assertThatThrownBy(() -> body(text))
        .isInstanceOf(MotionFormatException.class)
        .hasMessage("x.bvh: a leg must have a length, its offsets are zero: leg=0.0");
  }

  private static CapturedBody body(String text) throws IOException {
    return CapturedBody.of(new BvhKinematics(BvhReader.read("x.bvh", new StringReader(text))));
  }

  private void assertDown(Segment segment, double x, double y, double z) {
    assertDirection(Vectors.times(pose.rotation(segment), new double[] {0, 0, -1}), x, y, z);
  }

  private void assertFront(Segment segment, double x, double y, double z) {
    assertDirection(Vectors.times(pose.rotation(segment), new double[] {0, -1, 0}), x, y, z);
  }

  private static void assertDirection(double[] d, double x, double y, double z) {
    assertThat(d[0]).isCloseTo(x, SAME);
    assertThat(d[1]).isCloseTo(y, SAME);
    assertThat(d[2]).isCloseTo(z, SAME);
  }
}
