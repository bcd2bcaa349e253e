package evpose.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemporalInputTest {
  private static final int FRAMES = 9;
  private static final double[] COVARIANCE = {1, 0, 0, 1, 0, 1};
  private static final int ROOM = 78;

  private final double[] centre = new double[3];

  /** Joint j is at (10·j + step, 20, 1000 + j) mm in the room. */
  private static float[] frame(int step, int missing) {
    List<Joints2d> views = List.of(new Joints2d(), new Joints2d());
    Joints3d placed = new Joints3d();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (j != missing) {
        views.get(0).set(j, 173, 130, 0.5, 2);
        views.get(1).set(j, 346, 0, 1, 2);
        placed.set(j, 10 * j + step, 20, 1000 + j, 0.5, COVARIANCE, 1, 2);
      }
    }
    return TemporalInput.frame(views, placed);
  }

  private float[] window(List<float[]> frames) {
    float[] out = new float[TemporalInput.channels(2) * FRAMES];
    int newest = frames.size() - 1;
    assertThat(
            TemporalInput.window(
                back -> frames.get(Math.max(0, newest - back)), FRAMES, out, 0, centre))
        .isTrue();
    return out;
  }

  @Test
  void pixelsAreNormalisedAsInThePaper() {
    float[] frame = frame(0, -1);
    assertThat(frame).hasSize(117);
    assertThat(frame[0]).as("u in the middle").isZero();
    assertThat(frame[1]).as("v in the middle").isZero();
    assertThat(frame[26]).as("u at the right").isEqualTo(1);
    assertThat((double) frame[27]).as("v at the top").isCloseTo(260.0 / 346, within(1e-7));
    assertThat(frame[52]).isEqualTo(0.5f);
    assertThat(frame[65]).isEqualTo(1);
  }

  @Test
  void theRoomIsSeenFromTheBodysCentreWhereverTheBodyIs() {
    List<float[]> here = new ArrayList<>();
    List<float[]> there = new ArrayList<>();
    for (int s = 0; s < FRAMES; s++) {
      here.add(frame(s, -1));
      there.add(frame(s, -1));
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        there.get(s)[ROOM + 3 * j] += 512;
      }
    }
    float[] a = window(here);
    double x = centre[0];
    float[] b = window(there);
    assertThat(centre[0] - x).isCloseTo(512, within(1e-6));
    for (int i = 0; i < a.length; i++) {
      assertThat((double) b[i]).isCloseTo(a[i], within(1e-6));
    }
  }

  @Test
  void aMissingJointIsWhereItWasLastSeenInTheWindowAndItsConfidenceIsZero() {
    List<float[]> frames = new ArrayList<>();
    for (int s = 0; s < FRAMES; s++) {
      frames.add(frame(s, s == 0 || s >= 6 ? 7 : -1));
    }
    float[] out = window(frames);
    int x = (ROOM + 3 * 7) * FRAMES;
    assertThat(out[x]).as("before the first sight").isEqualTo(out[x + 1]);
    assertThat(out[x + 5]).isGreaterThan(out[x + 4]);
    assertThat(out[x + 8]).as("after the last").isEqualTo(out[x + 5]);
    assertThat(out[(52 + 7) * FRAMES + 8]).isZero();
    assertThat(out[(52 + 7) * FRAMES + 5]).isEqualTo(0.5f);
  }

  @Test
  void ofNobodyThereIsNoWindow() {
    float[] nobody = TemporalInput.frame(List.of(new Joints2d(), new Joints2d()), new Joints3d());
    float[] out = new float[TemporalInput.channels(2) * FRAMES];
    assertThat(TemporalInput.window(back -> nobody, FRAMES, out, 0, centre)).isFalse();
  }
}
