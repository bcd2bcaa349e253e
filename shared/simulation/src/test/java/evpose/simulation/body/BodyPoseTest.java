package evpose.simulation.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BodyPoseTest {
  private static final Offset<Double> SAME = within(1e-9);

  @Test
  void halfWayBetweenTwoTurnsIsHalfTheTurn() {
    BodyPose from = new BodyPose();
    BodyPose to = new BodyPose();
    to.turn(Segment.HEAD, Rotations.aboutZ(80));
    to.turn(Segment.HAND_L, Rotations.aboutX(-170));
    to.place(100, 40, 20);
    BodyPose half = new BodyPose();
    half.blend(from, to, 0.5);
    assertSame(half.rotation(Segment.HEAD), Rotations.aboutZ(40));
    assertSame(half.rotation(Segment.HAND_L), Rotations.aboutX(-85));
    assertSame(half.rotation(Segment.PELVIS), Rotations.identity());
    assertThat(half.xMm()).isEqualTo(50);
    assertThat(half.clearanceMm()).isEqualTo(10);
  }

  @Test
  void theEndsOfABlendAreItsEnds() {
    BodyPose from = new BodyPose();
    BodyPose to = new BodyPose();
    from.turn(Segment.THIGH_R, Rotations.product(Rotations.aboutY(170), Rotations.aboutX(30)));
    to.turn(Segment.THIGH_R, Rotations.product(Rotations.aboutX(175), Rotations.aboutZ(-60)));
    BodyPose blend = new BodyPose();
    blend.blend(from, to, 0);
    assertSame(blend.rotation(Segment.THIGH_R), from.rotation(Segment.THIGH_R));
    blend.blend(from, to, 1);
    assertSame(blend.rotation(Segment.THIGH_R), to.rotation(Segment.THIGH_R));
  }

  @Test
  void movingTurnsPlaceAndSegmentsTogether() {
    BodyPose pose = new BodyPose();
    pose.place(100, 0, 5);
    pose.move(90, 7, 8);
    assertThat(pose.xMm()).isCloseTo(7, SAME);
    assertThat(pose.yMm()).isCloseTo(108, SAME);
    assertThat(pose.clearanceMm()).isEqualTo(5);
    assertSame(pose.rotation(Segment.CHEST), Rotations.aboutZ(90));
  }

  @Test
  void aRaisedBodyLiftsItsLowestSoleByTheClearance() {
    Figure figure = new Figure(Subject.of(3));
    BodyPose pose = new BodyPose();
    figure.stand(pose);
    double standing = figure.jointsInWorldMm()[2];
    pose.place(0, 0, 120);
    figure.stand(pose);
    assertThat(figure.jointsInWorldMm()[2] - standing).isCloseTo(120, SAME);
  }

  private static void assertSame(double[] actual, double[] expected) {
    for (int i = 0; i < 9; i++) {
      assertThat(actual[i]).as("element " + i).isCloseTo(expected[i], SAME);
    }
  }
}
