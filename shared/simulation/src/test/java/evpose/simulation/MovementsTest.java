package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joint;
import evpose.pose.Skeleton;
import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Figure;
import evpose.simulation.body.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovementsTest {
  /** Nobody's hand or foot is faster; a boxer's fist reaches about 10 m/s. */
  private static final double FASTEST_MM_PER_SECOND = 9_000;

  @Test
  void thereAreThirtyThreeInFiveSessions() {
    int[] sessions = new int[6];
    for (int i = 0; i < Movements.COUNT; i++) {
      sessions[Movements.session(i)]++;
    }
    assertThat(sessions).containsExactly(0, 8, 6, 6, 6, 7);
  }

  @Test
  void sessionAndNumberAreThoseOfTheDataSetsFileNames() {
    int number = 0;
    for (int i = 0; i < Movements.COUNT; i++) {
      boolean sameSession = i > 0 && Movements.session(i) == Movements.session(i - 1);
      number = sameSession ? number + 1 : 1;
      assertThat(Movements.numberInSession(i)).as(Movements.nameOf(i)).isEqualTo(number);
    }
    assertThat(Movements.nameOf(8)).isEqualTo("walking"); // S*_2_1
    assertThat(Movements.session(20)).isEqualTo(4); // S*_4_1: slow jogging
    assertThat(Movements.numberInSession(32)).isEqualTo(7); // S*_5_7: clap
  }

  @Test
  void refusesANumberThatIsNoMovement() {
    assertThatThrownBy(() -> Movements.of(33, 1))
        .hasMessage("movements are numbered 0 to 32: movement=33");
  }

  @Test
  void subjectsAreBetween150And195CentimetresTall() {
    double low = 1e9;
    double high = 0;
    for (long seed = 0; seed < 2000; seed++) {
      double height = Subject.of(seed).heightMm();
      low = Math.min(low, height);
      high = Math.max(high, height);
    }
    assertThat(low).isBetween(1450.0, 1530.0);
    assertThat(high).isBetween(1910.0, 2000.0);
  }

  @Test
  void jointsStayInTheCropOfEveryCamera() {
    int inside = 0;
    int all = 0;
    double[] pixel = new double[2];
    for (int movement = 0; movement < Movements.COUNT; movement++) {
      for (long subject = 0; subject < 12; subject++) {
        SimulatorSettings settings =
            SimulatorSettings.of(Dhp19Rig.rig(), Movements.of(movement, subject), subject, subject);
        for (int i = 0; i < 12; i++) {
          double[] joints = Truth.at(settings, i * 0.37);
          for (ProjectionCamera camera : settings.rig().cameras()) {
            for (int j = 0; j < Skeleton.JOINTS; j++) {
              camera.project(joints[3 * j], joints[3 * j + 1], joints[3 * j + 2], pixel);
              boolean in = pixel[0] >= 34 && pixel[0] < 290 && pixel[1] >= 2 && pixel[1] < 258;
              inside += in ? 1 : 0;
              all++;
            }
          }
        }
      }
    }
    assertThat(inside / (double) all).isGreaterThan(0.97);
  }

  @Test
  void nobodyMovesFasterThanPeopleDo() {
    for (int movement = 0; movement < Movements.COUNT; movement++) {
      for (long seed = 0; seed < 4; seed++) {
        Motion motion = Movements.of(movement, seed);
        assertThat(fastest(motion, 0, 5)).as(motion.name()).isLessThan(FASTEST_MM_PER_SECOND);
      }
    }
  }

  @Test
  void whoImprovisesMovesAsPeopleDoAndNoTwoTheSame() {
    for (long seed = 0; seed < 12; seed++) {
      Motion motion = Movements.improvised(seed);
      assertThat(fastest(motion, 0, 8)).as("seed " + seed).isLessThan(FASTEST_MM_PER_SECOND);
      assertThat(fastest(motion, 0, 8)).as("seed " + seed).isGreaterThan(300);
    }
    BodyPose one = new BodyPose();
    BodyPose other = new BodyPose();
    Movements.improvised(1).poseAt(2, one);
    Movements.improvised(2).poseAt(2, other);
    assertThat(one.xMm()).isNotEqualTo(other.xMm());
  }

  @Test
  void aTourFlowsFromOneMovementIntoTheNext() {
    assertThat(fastest(MovementSequence.tour(3), 0, 40)).isLessThan(FASTEST_MM_PER_SECOND);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Movements.COUNT; i++) {
      names.add(MovementSequence.tour(3).nameAt(4 * i + 1));
    }
    assertThat(names).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 6, 14, 16, 18, 22, 24, 26, 28, 30})
  void leftMovementsMoveTheLeftAndTheirTwinsTheRight(int left) {
    assertThat(Movements.nameOf(left)).contains("left");
    assertThat(Movements.nameOf(left + 1)).contains("right");
    Joint[] limb =
        Movements.nameOf(left).matches(".*(leg|kick).*")
            ? new Joint[] {Joint.FOOT_L, Joint.FOOT_R}
            : new Joint[] {Joint.HAND_L, Joint.HAND_R};
    assertThat(travel(left, limb[0])).isGreaterThan(1.5 * travel(left, limb[1]));
    assertThat(travel(left + 1, limb[1])).isGreaterThan(1.5 * travel(left + 1, limb[0]));
  }

  @Test
  void standsOnTheFloorFacingTheCamerasWithTheRightHandAtNegativeX() {
    Figure figure = new Figure(Subject.of(1));
    BodyPose pose = new BodyPose();
    Movements.standing(1).poseAt(0, pose);
    figure.stand(pose);
    double[] joints = figure.jointsInWorldMm();
    assertThat(joints[3 * Joint.HAND_R.ordinal()]).isLessThan(-100);
    assertThat(joints[3 * Joint.HAND_L.ordinal()]).isGreaterThan(100);
    assertThat(joints[3 * Joint.FOOT_R.ordinal() + 1])
        .isLessThan(joints[3 * Joint.HEAD.ordinal() + 1]);
    double height = Subject.of(1).heightMm() + Figure.FLOOR_MM;
    assertThat(joints[3 * Joint.HEAD.ordinal() + 2]).isBetween(height - 60, height + 60);
  }

  /** How far a joint goes in five seconds, relative to the pelvis' place, mm. */
  private static double travel(int movement, Joint joint) {
    Figure figure = new Figure(Subject.of(5));
    BodyPose pose = new BodyPose();
    Motion motion = Movements.of(movement, 5);
    double sum = 0;
    double[] last = new double[3];
    for (int i = 0; i <= 500; i++) {
      motion.poseAt(i * 0.01, pose);
      figure.stand(pose);
      int o = 3 * joint.ordinal();
      double[] now = Arrays.copyOfRange(figure.jointsInWorldMm(), o, o + 3);
      sum += i == 0 ? 0 : distance(now, last, 0);
      last = now;
    }
    return sum;
  }

  private static double fastest(Motion motion, double from, double to) {
    Figure figure = new Figure(Subject.of(5));
    BodyPose pose = new BodyPose();
    double fastest = 0;
    double[] last = new double[0];
    for (double t = from; t < to; t += 0.01) {
      motion.poseAt(t, pose);
      figure.stand(pose);
      double[] now = figure.jointsInWorldMm().clone();
      for (int o = 0; o < last.length; o += 3) {
        fastest = Math.max(fastest, distance(now, last, o) / 0.01);
      }
      last = now;
    }
    return fastest;
  }

  private static double distance(double[] a, double[] b, int o) {
    double dx = a[o] - b[o];
    double dy = a[o + 1] - b[o + 1];
    double dz = a[o + 2] - b[o + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
