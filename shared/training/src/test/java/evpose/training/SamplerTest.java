package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.events.CropBin;
import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.hybrid.ModelDescription;
import evpose.pose.Joint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
  /** A parabola through a Gaussian of two cells is off by this much at most, in cells. */
  private static final double PARABOLA = 0.02;

  private final ModelDescription description = ModelDescription.compact();
  private final Sampler sampler = new Sampler(description, new SensorGeometry(346, 260));
  private final CropBin map = sampler.map();
  @TempDir Path dir;

  /** Events that a test chooses, in camera 0 only. */
  private static final class Chosen implements TakeFile.Scene {
    private final List<int[]> events; // x, y, micros, polarity
    private final EventBuffer buffer = new EventBuffer();
    private final EventBuffer empty = new EventBuffer();
    private int step = -1;

    Chosen(List<int[]> events) {
      this.events = events;
    }

    @Override
    public void next() {
      step++;
      buffer.clear();
      for (int[] e : events) {
        if (e[2] / 10_000 == step) {
          buffer.add(e[0], e[1], e[2], e[3]);
        }
      }
    }

    @Override
    public List<EventBuffer> events() {
      return List.of(buffer, empty, empty, empty);
    }

    @Override
    public double[] jointsInWorldMm() {
      return new double[39];
    }
  }

  private Take take(List<int[]> events, int steps) throws IOException {
    Path file = dir.resolve("t.take");
    CameraRig rig = Dhp19Rig.rig();
    TakeFile.record(file, 1, 1, 10_000, steps, rig, new Chosen(events));
    return TakeFile.open(file);
  }

  @Test
  void tenEventsInTimeFallIntoTenBins() throws IOException {
    List<int[]> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(new int[] {34 + 4 * i, 2, 3000 * i, i % 2});
    }
    Take take = take(events, 4);
    float[] out = new float[sampler.annLength()];
    sampler.annInput(take, 0, 3, SampleMap.plain(map), out, 0);
    for (int i = 0; i < 10; i++) {
      int channel = (i % 2) * 10 + i;
      assertThat(out[channel * 64 * 64 + i]).as("event %d", i).isEqualTo((float) Math.log(2));
    }
    float sum = 0;
    for (float value : out) {
      sum += value;
    }
    assertThat(sum).isCloseTo((float) (10 * Math.log(2)), within(1e-4f));
  }

  @Test
  void aKeyFrameSeesNothingOfItsOwnStepAndNoMoreThanItsCount() throws IOException {
    List<int[]> events = new ArrayList<>();
    for (int i = 0; i < 9000; i++) {
      events.add(new int[] {100, 100, 2 * i, 1}); // 18 ms, 5000 events a step
    }
    Take take = take(events, 3);
    float[] first = new float[sampler.annLength()];
    sampler.annInput(take, 0, 1, SampleMap.plain(map), first, 0);
    assertThat(total(first)).isCloseTo(5000, within(1e-1));
    float[] second = new float[sampler.annLength()];
    sampler.annInput(take, 0, 2, SampleMap.plain(map), second, 0);
    assertThat(total(second)).isCloseTo(7500, within(1e-1));
    assertThat(sampler.hasKeyFrame(take, 0, 0)).isFalse();
    assertThat(sampler.hasKeyFrame(take, 0, 1)).isTrue();
  }

  private static double total(float[] logCounts) {
    double sum = 0;
    for (float value : logCounts) {
      sum += Math.expm1(value);
    }
    return sum;
  }

  @Test
  void aStepSeesItsOwnEventsOnly() throws IOException {
    Take take =
        take(
            List.of(
                new int[] {34, 2, 9_998, 0},
                new int[] {35, 3, 10_000, 0},
                new int[] {37, 5, 19_998, 1},
                new int[] {34, 2, 20_000, 1}),
            3);
    float[] out = new float[sampler.stepLength()];
    sampler.stepInput(take, 0, 1, SampleMap.plain(map), out, 0);
    assertThat(out[0]).isEqualTo((float) Math.log(2));
    assertThat(out[64 * 64]).isEqualTo((float) Math.log(2));
    assertThat(total(out)).isCloseTo(2, within(1e-5));
  }

  @Test
  void plainMapIsTheStreamsOwn() {
    SampleMap plain = SampleMap.plain(map);
    for (int x = 0; x < 346; x++) {
      for (int y = 0; y < 260; y += 7) {
        int column = map.cellX(x);
        int row = map.cellY(y);
        int expected = column < 0 || row < 0 ? -1 : row * 64 + column;
        assertThat(plain.cell(x, y)).isEqualTo(expected);
      }
    }
    assertThat(plain.inputX(100.25, 0)).isEqualTo(map.inputX(100.25));
    assertThat(plain.inputY(0, 33.5)).isEqualTo(map.inputY(33.5));
  }

  @Test
  void aRandomMapKeepsShapeAndStaysInItsBounds() {
    TrainingSettings.Augmentation by = new TrainingSettings.Augmentation(0.15, 10, 15, true, 0, 0);
    SplittableRandom random = new SplittableRandom(1);
    int mirrored = 0;
    for (int i = 0; i < 1000; i++) {
      SampleMap m = SampleMap.random(map, by, random);
      double scale = Math.hypot(m.a(), m.c());
      assertThat(scale * 4).isBetween(0.85, 1.15);
      assertThat(Math.hypot(m.b(), m.d())).isCloseTo(scale, within(1e-12));
      assertThat(m.a() * m.b() + m.c() * m.d()).isCloseTo(0, within(1e-12)); // right angles stay
      assertThat(Math.toDegrees(Math.atan2(-m.b(), m.d()))).isBetween(-10.0, 10.0);
      assertThat(m.a() * m.d() - m.b() * m.c() < 0).isEqualTo(m.mirrored());
      assertThat(m.inputX(162, 130)).isCloseTo(32, within(15 / 4.0)); // middle of the crop
      assertThat(m.inputY(162, 130)).isCloseTo(32, within(15 / 4.0));
      mirrored += m.mirrored() ? 1 : 0;
    }
    assertThat(mirrored).isBetween(430, 570);
  }

  @Test
  void mirroringSwapsTheSidesOfTheBody() throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    Path file = dir.resolve("s.take");
    TakeFile.record(file, 1, 1, 10_000, 2, rig, new StickFigure(rig, 3));
    Take take = TakeFile.open(file);
    SampleMap plain = SampleMap.plain(map);
    SampleMap flip =
        new SampleMap(
            -plain.a(), 0, 0, plain.d(), 64 - plain.e(), plain.f(), true, 64, Disturbance.NONE);
    double[] straight = new double[26];
    double[] mirrored = new double[26];
    sampler.joints(take, 0, 1, plain, straight);
    sampler.joints(take, 0, 1, flip, mirrored);
    for (Joint joint : Joint.values()) {
      int j = joint.ordinal();
      int other = joint.mirrored().ordinal();
      assertThat(mirrored[2 * j]).isCloseTo(64 - straight[2 * other], within(1e-9));
      assertThat(mirrored[2 * j + 1]).isCloseTo(straight[2 * other + 1], within(1e-9));
    }
  }

  @Test
  void aTargetsPeakIsReadBackWhereTheJointIs() {
    double[] joints = new double[26];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 26; i++) {
      joints[i] = 2 + 60 * random.nextDouble();
    }
    joints[8] = Double.NaN;
    joints[9] = Double.NaN;
    float[] target = new float[sampler.targetLength()];
    sampler.target(joints, target, 0);
    double[] peak = new double[2];
    for (int j = 0; j < 13; j++) {
      Peak.find(target, j * 64 * 64, 64, peak);
      if (j == 4) {
        for (int i = 0; i < 64 * 64; i++) {
          assertThat(target[j * 64 * 64 + i]).isZero();
        }
      } else {
        assertThat(peak[0]).as("x of joint %d", j).isCloseTo(joints[2 * j], within(PARABOLA));
        assertThat(peak[1]).as("y of joint %d", j).isCloseTo(joints[2 * j + 1], within(PARABOLA));
      }
    }
  }
}
