package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.datasets.Take;
import evpose.events.CropBin;
import evpose.pose.Joints2d;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of two steps, so a block of four; truth at rest, answers chosen. */
class ScoresTest {
  private static final double EXACT = 1e-9;
  private static final int STEPS_PER_WINDOW = 2;
  private static final int STEPS = Block.WINDOWS * STEPS_PER_WINDOW;
  private static final CropBin MAP = CropBin.forSensor(346, 260, 32);

  @TempDir Path dir;
  private final Scores scores = new Scores(STEPS_PER_WINDOW, m -> "movement " + m);
  private final Truth truth = new Truth(new double[4][STEPS][26], new double[STEPS][39]);
  private final Seen seen = new Seen(MAP, 4, STEPS, STEPS_PER_WINDOW);
  private Block block = new Block(null, 0);

  @BeforeEach
  void standAndAnswerRightly() throws IOException {
    Take take = TestTakes.stickFigure(dir, 11, 3, 5);
    block = new Block(take, 0);
    for (int s = 0; s < STEPS; s++) {
      for (int c = 0; c < 4; c++) {
        for (int i = 0; i < 26; i++) {
          truth.pixels()[c][s][i] = 100 + 3 * i;
        }
        seen.fine[c][s] = truth.pixels()[c][s].clone();
        seen.argmax[c][s] = truth.pixels()[c][s].clone();
        seen.decoded[c][s] = new Joints2d();
      }
      for (int i = 0; i < 39; i++) {
        truth.worldMm()[s][i] = 50 * i + (i % 3 == 2 ? 7 * i * i : 0);
      }
      for (double[][][] rig : seen.placedMm) {
        for (double[][] placing : rig) {
          placing[s] = truth.worldMm()[s].clone();
        }
      }
    }
  }

  private Accuracy scored() {
    scores.add(block, truth, seen);
    return scores.result();
  }

  @Test
  void rightAnswersHaveNoError() {
    Accuracy a = scored();
    assertThat(a.px()).isZero();
    assertThat(a.argmaxPx()).isZero();
    assertThat(a.mm(Rig.TWO_CAMERAS)).isZero();
    assertThat(a.correctShare()).containsEntry("5px", 1.0).containsEntry("0.2torso", 1.0);
    assertThat(a.jitterPx()).isZero();
    assertThat(a.stillPx()).isZero();
  }

  /** The head is off by (6, 8) in the second step of every window of camera 2 alone. */
  @Test
  void anErrorIsFoundAtItsStepJointCameraAndMovement() {
    for (int s = 1; s < STEPS; s += 2) {
      seen.fine[2][s][0] += 6;
      seen.fine[2][s][1] += 8;
    }
    Accuracy a = scored();
    double pose = 10.0 / 13;
    assertThat(a.perStepPx()[0]).isZero();
    assertThat(a.perStepPx()[1]).isCloseTo(pose / 4, within(EXACT)); // one of four cameras
    assertThat(a.px()).isCloseTo(pose / 8, within(EXACT));
    assertThat(a.argmaxPx()).isZero();
    assertThat(a.perJointPx().get("head")).isCloseTo(10.0 / 8, within(EXACT));
    assertThat(a.perJointPx().get("shoulderR")).isZero();
    assertThat(a.perCameraPx().get("cam2")).isCloseTo(pose / 2, within(EXACT));
    assertThat(a.perCameraPx().get("cam1")).isZero();
    assertThat(a.perMovementPx()).containsOnlyKeys("movement 3");
    assertThat(a.perSubjectPx()).containsOnlyKeys("S11");
    assertThat(a.perTakePx().get("11/3")).isCloseTo(pose / 8, within(EXACT));
  }

  /** Of 4 cameras x 4 steps x 13 joints two are 10 px off. */
  @Test
  void correctSharesCountJoints() {
    seen.fine[0][0][0] += 10;
    seen.fine[3][1][24] += 10;
    Accuracy a = scored();
    assertThat(a.correctShare().get("5px")).isCloseTo(1 - 2.0 / 208, within(EXACT));
    assertThat(a.correctShare().get("10px")).isEqualTo(1);
    // the torso goes from joint 1 to joint 6: ten numbers of 3 px in each axis, 42.4 px; 10 > 8.5
    assertThat(a.correctShare().get("0.2torso")).isCloseTo(1 - 2.0 / 208, within(EXACT));
  }

  @Test
  void jointsOutsideTheViewAreNotAskedAbout() {
    truth.pixels()[1][0][0] = Double.NaN;
    truth.pixels()[1][0][1] = Double.NaN;
    seen.fine[1][0][0] = 9999;
    Accuracy a = scored();
    assertThat(a.px()).isZero();
    assertThat(a.correctShare().get("20px")).isEqualTo(1);
  }

  @Test
  void windowsWithoutAnAnswerAreLeftOutOfTheImageAndMissingInTheRoom() {
    Arrays.fill(seen.fine[0][0], Double.NaN);
    seen.decoded[0][0] = null;
    Arrays.fill(seen.placedMm[Rig.TWO_CAMERAS.ordinal()][Placing.ROBUST.ordinal()][0], Double.NaN);
    Accuracy a = scored();
    assertThat(a.px()).isZero();
    assertThat(a.correctShare().get("5px")).isEqualTo(1);
    Accuracy.InRoom room = a.rigs().get(Rig.TWO_CAMERAS);
    assertThat(room.placedShare().get(Placing.ROBUST)).isEqualTo(0.75);
    assertThat(room.placedShare().get(Placing.DLT)).isEqualTo(1);
    assertThat(room.correctShare().get("150mm")).isEqualTo(0.75); // not placed is wrong
  }

  /** Everything moved by (30, 40, 0): 50 mm off, and nothing once it may be aligned. */
  @Test
  void theRoomKnowsPlaceAndAlignment() {
    double[][] robust = seen.placedMm[Rig.FOUR_CAMERAS.ordinal()][Placing.ROBUST.ordinal()];
    for (double[] step : robust) {
      for (int i = 0; i < 39; i += 3) {
        step[i] += 30;
        step[i + 1] += 40;
      }
    }
    Accuracy a = scored();
    assertThat(a.mm(Rig.FOUR_CAMERAS)).isCloseTo(50, within(EXACT));
    assertThat(a.mm(Rig.TWO_CAMERAS)).isZero();
    Accuracy.InRoom room = a.rigs().get(Rig.FOUR_CAMERAS);
    assertThat(room.alignedMm()).isCloseTo(0, within(1e-6));
    assertThat(room.correctShare().get("100mm")).isEqualTo(1);
    assertThat(room.jitterMm()).isCloseTo(0, within(1e-9)); // steady
    assertThat(room.mpjpeMm().get(Placing.RAYS)).isZero();
  }

  /**
   * The head is told 2 px to the right in the second step only. From the middle of the first window
   * to the middle of the second, steps 1 and 2 have accelerations: 4 and 2 px a step², of 13 joints
   * in 4 cameras.
   */
  @Test
  void jitterIsTakenOverOnePeriodOfKeyFrames() {
    seen.fine[0][1][0] += 2;
    Accuracy a = scored();
    assertThat(a.jitterPx()).isCloseTo((4 + 2) / (2.0 * 13 * 4), within(EXACT));
  }
}
