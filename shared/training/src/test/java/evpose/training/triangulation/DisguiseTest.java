package evpose.training.triangulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.temporal.TemporalInput;
import evpose.triangulation.RobustTriangulator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DisguiseTest {
  private static final int FRAMES = 27;
  private static final int LENGTH = TemporalInput.channels(2) * FRAMES;
  private static final double SAME_MM = 0.5; // pixels are kept in single precision

  private final EstimatedTake take = Estimates.of(4, 60, 0);
  private final List<ProjectionCamera> cameras = Windows.cameras(take);
  private final float[] window = new float[LENGTH];
  private final float[] target = new float[EstimatedTake.ROOM];
  private final double[] centre = new double[3];

  private void cut() {
    Windows windows = new Windows(List.of(take), FRAMES, subject -> true);
    Windows.Window one = new Windows.Window(Windows.track(take), 50);
    assertThat(windows.cut(one, window, 0, centre)).isTrue();
    Windows.target(one, centre, target, 0);
  }

  @Test
  void whatIsSeenOfTheOtherBodyIsWhereTheOtherBodyIs() {
    cut();
    float[] before = target.clone();
    Disguise disguise = new Disguise(cameras);
    disguise.draw(new SplittableRandom(1));
    disguise.apply(window, 0, FRAMES, centre, target, 0);
    List<Joints2d> views = List.of(new Joints2d(), new Joints2d());
    int newest = FRAMES - 1;
    for (int c = 0; c < 2; c++) {
      for (int j = 0; j < 13; j++) {
        int at = (26 * c + 2 * j) * FRAMES + newest;
        double x = (window[at] + 1) * 173;
        double y = 130 - window[at + FRAMES] * 173;
        views.get(c).set(j, x, y, 1);
      }
    }
    Joints3d placed = new Joints3d();
    new RobustTriangulator().triangulate(cameras, views, placed);
    double[] shift = new double[2];
    double most = 0;
    for (int j = 0; j < 13; j++) {
      double dx = placed.xMm(j) - centre[0] - 500 * target[3 * j];
      double dy = placed.yMm(j) - centre[1] - 500 * target[3 * j + 1];
      shift[0] += dx / 13;
      shift[1] += dy / 13;
      double dz = placed.zMm(j) - centre[2] - 500 * target[3 * j + 2];
      assertThat(dz).as("height of joint " + j).isCloseTo(0, within(SAME_MM));
      assertThat(dx).as("shift of joint " + j).isCloseTo(shift[0] * 13 / (j + 1), within(SAME_MM));
      most = Math.max(most, Math.abs(target[3 * j + 2] - before[3 * j + 2]));
    }
    assertThat(Math.hypot(shift[0], shift[1])).isGreaterThan(1).isLessThan(120 * Math.sqrt(2));
    assertThat(500 * most).as("bones differ").isGreaterThan(5);
  }

  @Test
  void geometryInTheWindowMovesAsTheTruthDoes() {
    cut();
    Disguise disguise = new Disguise(cameras);
    disguise.draw(new SplittableRandom(2));
    disguise.apply(window, 0, FRAMES, centre, target, 0);
    for (int i = 0; i < EstimatedTake.ROOM; i++) {
      double mm = 500 * window[(78 + i) * FRAMES + FRAMES - 1];
      assertThat(mm).isCloseTo(500 * target[i], within(SAME_MM));
    }
  }
}
