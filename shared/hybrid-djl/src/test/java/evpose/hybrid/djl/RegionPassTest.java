package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dense network on a part of its input, beside itself on all of it. */
class RegionPassTest {
  private static final ModelDescription STUDY = ModelDescription.study();
  private static final int N = STUDY.inputSize();
  private static final Region MIDDLE = new Region(8, 0, 48, 64);

  private static DjlAnn ann;

  @BeforeAll
  static void open() {
    ann = new DjlAnn(STUDY, RandomTensors.of(STUDY, 1));
  }

  @AfterAll
  static void close() {
    ann.close();
  }

  /**
   * Something happens in the two middle columns alone, 22 cells or more from the region's edges: as
   * far as 7x7 twice, 5x5 twice on half and 3x3 twice on a quarter of the size reach.
   */
  private static float[] middle() {
    float[] input = new float[STUDY.annChannels() * N * N];
    float[] values = RandomTensors.input(input.length, 0.3, 5);
    for (int i = 0; i < input.length; i++) {
      int x = i % N;
      input[i] = x == N / 2 || x == N / 2 - 1 ? values[i] : 0;
    }
    return input;
  }

  private static AnnOutput run(float[] input, Region region) {
    AnnOutput output = new AnnOutput(STUDY);
    ann.run(input, region, output);
    return output;
  }

  @Test
  void theWayDownIsThatOfTheWholeInput() {
    AnnOutput whole = run(middle(), Region.whole(N));
    AnnOutput part = run(middle(), MIDDLE);
    for (int k = 0; k <= 2; k++) {
      assertThat(part.potentials(k))
          .as("layer %d", k)
          .containsExactly(whole.potentials(k), within(1e-5f));
    }
    assertThat(part.heatmaps()).isNotEqualTo(whole.heatmaps());
  }

  @Test
  void besideTheRegionItIsAnEmptyInput() {
    float[] input = RandomTensors.input(STUDY.annChannels() * N * N, 0.1, 2);
    AnnOutput empty = run(new float[input.length], Region.whole(N));
    AnnOutput part = run(input, new Region(16, 8, 24, 48));
    for (int y = 0; y < N; y++) {
      for (int x = 0; x < N; x++) {
        boolean inside = x >= 16 && x < 40 && y >= 8 && y < 56;
        int at = y * N + x;
        if (!inside) {
          assertThat(part.heatmaps()[at]).isEqualTo(empty.heatmaps()[at]);
          assertThat(part.potentials(8)[at]).isEqualTo(empty.potentials(8)[at]);
        }
      }
    }
    int centre = 32 * N + 28;
    assertThat(part.heatmaps()[centre]).isNotEqualTo(empty.heatmaps()[centre]);
  }

  @Test
  void aRegionAtTheEdgeSeesTheEdge() {
    float[] input = new float[STUDY.annChannels() * N * N];
    input[5 * N + 1] = 1;
    AnnOutput whole = run(input, Region.whole(N));
    AnnOutput part = run(input, new Region(0, 0, 48, 48));
    for (int k = 0; k <= 1; k++) {
      assertThat(part.potentials(k)).containsExactly(whole.potentials(k), within(1e-5f));
    }
  }
}
