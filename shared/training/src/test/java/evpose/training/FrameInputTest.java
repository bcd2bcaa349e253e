package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.Dhp19Rig;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.events.CropBin;
import evpose.events.SensorGeometry;
import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameInputTest {
  private static final int N = 64;
  private static final CropBin MAP = CropBin.forSensor(346, 260, N);
  private static final SampleMap PLAIN = SampleMap.plain(MAP);

  /** A mean of floats. */
  private static final float ROUNDING = 1e-6f;

  /**
   * Nine pixels hold some nine of a cell's sixteen points, a row of three more or fewer by chance.
   */
  private static final double POINTS = 7 / 16.0;

  private static byte[] noise() {
    byte[] pixels = new byte[346 * 260];
    new Random(5).nextBytes(pixels);
    return pixels;
  }

  private static float[] input(byte[] pixels, SampleMap by) {
    float[] out = new float[3 + N * N];
    FrameInput.levels(pixels, 346, 260, by, MAP.bin(), out, 3);
    assertThat(Arrays.copyOf(out, 3)).containsOnly(0);
    return Arrays.copyOfRange(out, 3, out.length);
  }

  @Test
  void theStreamsMapGivesTheMeanOfEachCellsPixels() {
    byte[] pixels = noise();
    double[] sums = new double[N * N];
    for (int y = 0; y < 260; y++) {
      for (int x = 0; x < 346; x++) {
        if (MAP.cellX(x) >= 0 && MAP.cellY(y) >= 0) {
          sums[MAP.cellY(y) * N + MAP.cellX(x)] += pixels[y * 346 + x] & 0xFF;
        }
      }
    }
    float[] input = input(pixels, PLAIN);
    for (int i = 0; i < sums.length; i++) {
      assertThat(input[i]).isCloseTo((float) (sums[i] / 16 / 255), within(ROUNDING));
    }
  }

  @Test
  void whiteIsOneAndBlackZeroBeyondTheEdgeToo() {
    byte[] pixels = new byte[346 * 260];
    SampleMap far =
        new SampleMap(0.25, 0, 0, 0.25, 200, 200, false, N, Disturbance.NONE); // sees nothing
    assertThat(input(pixels, far)).containsOnly(0);
    Arrays.fill(pixels, (byte) 255);
    assertThat(input(pixels, far)).containsOnly(1);
    assertThat(input(pixels, PLAIN)).containsOnly(1);
  }

  @Test
  void theNetworkSeesNeitherExposureNorContrast() {
    byte[] pixels = noise();
    byte[] dim = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      dim[i] = (byte) (20 + (pixels[i] & 0xFF) / 3 * 2);
    }
    float[] seen = new float[N * N];
    float[] seenDim = new float[N * N];
    FrameInput.of(pixels, 346, 260, PLAIN, MAP.bin(), seen, 0);
    FrameInput.of(dim, 346, 260, PLAIN, MAP.bin(), seenDim, 0);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < seen.length; i++) {
      assertThat(seenDim[i]).isCloseTo(seen[i], within(0.05f)); // levels are whole numbers
      sum += seen[i];
      squares += seen[i] * seen[i];
    }
    assertThat(sum / seen.length).isCloseTo(0, within(1e-4));
    assertThat(squares / seen.length).isCloseTo(1, within(1e-4));
    float[] empty = new float[N * N];
    FrameInput.of(new byte[pixels.length], 346, 260, PLAIN, MAP.bin(), empty, 0);
    assertThat(empty).containsOnly(0);
  }

  @Test
  void aMirroredSampleIsTheMirroredPicture() {
    byte[] pixels = noise();
    SampleMap flip =
        new SampleMap(
            -PLAIN.a(), 0, 0, PLAIN.d(), N - PLAIN.e(), PLAIN.f(), true, N, Disturbance.NONE);
    float[] straight = input(pixels, PLAIN);
    float[] mirrored = input(pixels, flip);
    for (int row = 0; row < N; row++) {
      for (int column = 0; column < N; column++) {
        assertThat(mirrored[row * N + column])
            .isCloseTo(straight[row * N + N - 1 - column], within(ROUNDING));
      }
    }
  }

  /** Events and picture of one sample move together: a lit pixel is where its events fall. */
  @Test
  void aTurnedScaledAndShiftedPictureLiesUnderItsEvents() {
    TrainingSettings.Augmentation by = new TrainingSettings.Augmentation(0.15, 10, 15, true, 0, 0);
    SplittableRandom random = new SplittableRandom(8);
    int looked = 0;
    int inside = 0;
    double lit = 0;
    for (int i = 0; i < 300; i++) {
      SampleMap map = SampleMap.random(MAP, by, random);
      int x = 60 + random.nextInt(200);
      int y = 30 + random.nextInt(200);
      int cell = map.cell(x, y);
      if (cell >= 0) {
        byte[] pixels = new byte[346 * 260];
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            pixels[(y + dy) * 346 + x + dx] = (byte) 255;
          }
        }
        float[] input = input(pixels, map);
        assertThat(input[cell]).as("sample %d", i).isPositive();
        float total = 0;
        for (float value : input) {
          total += value;
        }
        double area = 9 * Math.abs(map.a() * map.d() - map.b() * map.c()); // cells
        if (cell % N > 1 && cell % N < N - 2 && cell / N > 1 && cell / N < N - 2) {
          assertThat((double) total).as("sample %d", i).isCloseTo(area, within(POINTS));
          lit += total / area;
          inside++;
        }
        looked++;
      }
    }
    assertThat(looked).isGreaterThan(200);
    assertThat(lit / inside).isCloseTo(1, within(0.03));
  }

  @Test
  void aKeyFrameOnFramesSeesTheFrameOfItsStepAndIsToSayThatPose(@TempDir Path dir)
      throws IOException {
    Path file = dir.resolve("a.take");
    TakeFile.record(file, 1, 1, 10_000, 30, Dhp19Rig.rig(), StickFigure.filmed(Dhp19Rig.rig(), 4));
    Take take = TakeFile.open(file);
    ModelDescription grey = ModelDescription.compact().withAnnInput(AnnInput.GREY);
    Sampler sampler = new Sampler(grey, new SensorGeometry(346, 260));
    assertThat(sampler.annLength()).isEqualTo(N * N);
    assertThat(sampler.annTargetOffset()).isZero();
    assertThat(sampler.hasKeyFrame(take, 1, 20)).isTrue();
    assertThat(sampler.hasKeyFrame(take, 1, 21)).isFalse();
    float[] input = new float[N * N];
    sampler.annInput(take, 1, 20, PLAIN, input, 0);
    double[] joints = new double[26];
    sampler.joints(take, 1, 20, PLAIN, joints);
    for (int j = 0; j < 13; j++) { // each joint ends a bone, whose last point is lit
      int cell = (int) joints[2 * j + 1] * N + (int) joints[2 * j];
      assertThat(input[cell]).as("joint %d", j).isPositive();
    }
    Sampler events = new Sampler(ModelDescription.compact(), new SensorGeometry(346, 260));
    assertThat(events.annTargetOffset()).isEqualTo(-1);
    assertThat(events.hasKeyFrame(take, 1, 21)).isTrue();
  }
}
