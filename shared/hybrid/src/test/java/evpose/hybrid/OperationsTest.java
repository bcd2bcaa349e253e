package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final ModelDescription PAPER = ModelDescription.paper();
  static final double PRINTED_MEGA = 0.0005; // tables are printed to a thousandth of a million

  @Test
  void paperHasTheParametersOfTheAuthorsNetworks() {
    assertThat(Operations.annParameters(PAPER)).isEqualTo(19_818_669);
    assertThat(Operations.stateInitParameters(PAPER)).isEqualTo(552_064);
    assertThat(Operations.snnParameters(PAPER)).isEqualTo(4_410_112);
  }

  /** Conv 1x1 with bias 2x per module, norms: 2 numbers a channel; from the widths of the table. */
  @Test
  void theFormsOfTheStateInitialisationDifferByWhatTheyLeaveOut() {
    long channels = 0; // of the nine layers
    long squares = 0;
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      channels += PAPER.stateChannels(k);
      squares += (long) PAPER.stateChannels(k) * PAPER.stateChannels(k);
    }
    assertThat(channels).isEqualTo(1216);
    for (StateInit form : new StateInit[] {StateInit.SIGMOID, StateInit.LEAKY, StateInit.NORM}) {
      assertThat(Operations.stateInitParameters(PAPER.withStateInit(form))).isEqualTo(552_064);
      assertThat(Operations.stateInitMacs(PAPER.withStateInit(form))).isEqualTo(1_275_068_416L);
    }
    ModelDescription plain = PAPER.withStateInit(StateInit.PLAIN);
    assertThat(Operations.stateInitParameters(plain)).isEqualTo(552_064 - 2 * channels);
    assertThat(Operations.stateInitMacs(plain)).isEqualTo(1_275_068_416L);
    ModelDescription single = PAPER.withStateInit(StateInit.SINGLE);
    assertThat(Operations.stateInitParameters(single))
        .isEqualTo(552_064 - 2 * channels - channels - squares);
    assertThat(Operations.stateInitMacs(single)).isEqualTo(1_275_068_416L - 9 * 67_108_864L);
    assertThat(Layers.stateInit(single)).hasSize(9);
    assertThat(Operations.keyFrameMacs(single))
        .isEqualTo(Operations.annMacs(PAPER) + Operations.stateInitMacs(single));
  }

  @Test
  void aGreyFrameIsOneChannelInsteadOfTwentyAndTheRestStays() {
    ModelDescription grey = PAPER.withAnnInput(AnnInput.GREY);
    assertThat(Layers.ann(grey).get(0).macs()).isEqualTo(49L * 256 * 256 * 32);
    assertThat(Operations.annMacs(PAPER) - Operations.annMacs(grey))
        .isEqualTo(19 * 49L * 256 * 256 * 32);
    assertThat(Operations.snnDenseMacs(grey)).isEqualTo(Operations.snnDenseMacs(PAPER));
  }

  @Test
  void paperSumsToTheMultiplyAccumulatesOfItsTables() {
    assertThat(Operations.annMacs(PAPER) / 1e6).isCloseTo(22_601.007, within(PRINTED_MEGA));
    assertThat(Operations.stateInitMacs(PAPER) / 1e6).isCloseTo(1_275.068, within(PRINTED_MEGA));
    assertThat(Operations.snnDenseMacs(PAPER) / 1e6).isCloseTo(24_016.585, within(PRINTED_MEGA));
  }

  @Test
  void everyRowOfTheSpikingTableCostsWhatThePaperSays() {
    double[] mega = {
      104.858, 838.861, 838.861, 838.861, 603.980, 603.980, 6710.886, 6710.886, 6710.886, 54.526
    };
    for (int row = 0; row < mega.length; row++) {
      assertThat(Operations.snnDenseMacs(PAPER, row) / 1e6)
          .as("row %d", row)
          .isCloseTo(mega[row], within(PRINTED_MEGA));
    }
  }

  @Test
  void everyRowOfTheDenseTableCostsWhatTheSpecificationSays() {
    double[] mega = {
      2055.209, 3288.334, 838.861, 1677.722, 301.990, 603.980, 301.990, 603.980, 301.990, 603.980,
      150.995, 150.995, 603.980, 1207.960, 1207.960, 1207.960, 1207.960, 1207.960, 1207.960,
      1207.960, 1207.960, 1207.960, 245.367
    };
    for (int row = 0; row < mega.length; row++) {
      Layer layer = Layers.ann(PAPER).get(row);
      assertThat(layer.macs() / 1e6).as(layer.name()).isCloseTo(mega[row], within(PRINTED_MEGA));
    }
  }

  /** Not to a printed digit only: to the last multiply-accumulate. */
  @Test
  void paperCostsThisManyMultiplyAccumulatesExactly() {
    assertThat(Operations.annMacs(PAPER)).isEqualTo(22_601_007_104L);
    assertThat(Operations.stateInitMacs(PAPER)).isEqualTo(1_275_068_416L);
    assertThat(Operations.snnDenseMacs(PAPER)).isEqualTo(24_016_584_704L);
  }

  @Test
  void stateFourIsTheExpensiveInitialisation() {
    double[] mega = new double[9];
    for (int row = 0; row < 18; row++) {
      mega[row / 2] += Layers.stateInit(PAPER).get(row).macs() / 1e6;
    }
    for (int k = 0; k < mega.length; k++) {
      assertThat(mega[k]).as("state %d", k).isCloseTo(k == 4 ? 201.327 : 134.218, within(0.001));
    }
  }

  @Test
  void paperHasEightMillionNeurons() {
    assertThat(Operations.neurons(PAPER)).isEqualTo(8_126_464);
  }

  @Test
  void theNetworkHasTwentyThreeDenseConvolutions() {
    assertThat(Layers.ann(PAPER)).hasSize(23);
  }

  @Test
  void compactIsTwoHundredFiftySixTimesSmallerInItsInnerLayers() {
    ModelDescription compact = ModelDescription.compact();
    for (int row = 1; row < 9; row++) {
      assertThat(Operations.snnDenseMacs(compact, row) * 256)
          .as("row %d", row)
          .isEqualTo(Operations.snnDenseMacs(PAPER, row));
    }
  }

  @Test
  void aRegionCostsItsShareOfTheLargerMapsAndAllOfTheSmallest() {
    ModelDescription d = ModelDescription.compact();
    long whole = Operations.keyFrame(d).annMacs();
    assertThat(whole).isEqualTo(Operations.annMacs(d));
    long half = Operations.keyFrame(d, new Region(16, 0, 32, 64)).annMacs();
    long quarter = Operations.keyFrame(d, new Region(16, 16, 32, 32)).annMacs();
    assertThat(whole - half).isEqualTo(2 * (half - quarter));
    assertThat((double) (2 * half - whole) / whole).isBetween(0.09, 0.11); // 4x4 and 2x2 cells
    assertThat(Operations.keyFrame(d, new Region(16, 0, 32, 64)).stateInitMacs())
        .isEqualTo(Operations.stateInitMacs(d) / 2);
  }
}
