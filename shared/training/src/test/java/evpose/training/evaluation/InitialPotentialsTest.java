package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitialPotentialsTest {
  private static final ModelDescription STUDY = ModelDescription.study();

  /** Sums of single precision numbers in double. */
  private static final double SUMMED = 1e-9;

  /** All neurons of a layer at one potential, but for a quarter at another. */
  private static AnnOutput state(int layer, float most, float quarter) {
    AnnOutput state = new AnnOutput(STUDY);
    float[] potentials = state.potentials(layer);
    Arrays.fill(potentials, most);
    Arrays.fill(potentials, 0, potentials.length / 4, quarter);
    return state;
  }

  @Test
  void aLayerIsToldByItsOwnNeurons() {
    InitialPotentials all = new InitialPotentials();
    all.add(state(3, -0.5f, 1));
    InitialPotentials.OfLayer layer = all.layers().get(3);
    assertThat(layer.mean()).isCloseTo(-0.125, within(SUMMED)); // 3/4 · -0.5 + 1/4
    assertThat(layer.sd()).isCloseTo(Math.sqrt(0.4375 - 0.125 * 0.125), within(SUMMED));
    assertThat(layer.shareFromOne()).isEqualTo(0.25); // 1 itself counts
    assertThat(layer.shareBelowZero()).isEqualTo(0.75);
    assertThat(all.layers().get(4)).isEqualTo(new InitialPotentials.OfLayer(0, 0, 0, 0));
  }

  @Test
  void keyFramesOfAllBlocksCountAlike() {
    InitialPotentials first = new InitialPotentials();
    first.add(state(0, 0.5f, 2.5f));
    InitialPotentials rest = new InitialPotentials();
    rest.add(state(0, -1, -1));
    rest.add(state(0, 3, 3));
    first.add(rest);
    InitialPotentials.OfLayer layer = first.layers().get(0);
    assertThat(layer.mean()).isCloseTo(1, within(SUMMED)); // (1 - 1 + 3) / 3
    double square = ((0.75 * 0.25 + 0.25 * 6.25) + 1 + 9) / 3;
    assertThat(layer.sd()).isCloseTo(Math.sqrt(square - 1), within(SUMMED));
    assertThat(layer.shareFromOne()).isCloseTo(1.25 / 3, within(SUMMED));
    assertThat(layer.shareBelowZero()).isCloseTo(1.0 / 3, within(SUMMED));
  }

  @Test
  void withoutAKeyFrameThereIsNothingToTell() {
    assertThat(new InitialPotentials().layers()).isEmpty();
  }
}
