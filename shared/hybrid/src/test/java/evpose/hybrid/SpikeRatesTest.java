package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The paper's numbers come back from the authors' own firing rates, model-spec 7.4. */
class SpikeRatesTest {
  private static final ModelDescription PAPER = ModelDescription.paper();
  private static final double STEPS_A_SECOND = 100;

  /** Rates are printed with four decimals; summed over the layers that is a quarter of this. */
  private static final double PRINTED_GIGA = 0.5;

  private static final double[] SNN_CAMERA_2 = {
    .0012, .0125, .0127, .0168, .0364, .0414, .0679, .0992, .0013
  };
  private static final double[] HYBRID_CAMERA_2 = {
    .0055, .0120, .0155, .0295, .0346, .0418, .0334, .0504, .0196
  };
  private static final double[] SNN_CAMERA_3 = {
    .0011, .0116, .0127, .0164, .0340, .0389, .0622, .0756, .0010
  };
  private static final double[] HYBRID_CAMERA_3 = {
    .0090, .0426, .0809, .0455, .0502, .0773, .0677, .0513, .0306
  };

  private static double gigaByOutput(double[] rates) {
    double step = Arrays.stream(SpikeRates.accumulatesByOutput(PAPER, rates)).sum();
    return step * STEPS_A_SECOND / 1e9;
  }

  /** Without the first layer, whose event density the authors did not keep. */
  private static double gigaByInput(double[] rates) {
    double step = Arrays.stream(SpikeRates.accumulatesByInput(PAPER, rates, 0)).sum();
    return step * STEPS_A_SECOND / 1e9;
  }

  @Test
  void byOutputGivesThePapersTable2() {
    assertThat(gigaByOutput(SNN_CAMERA_2)).isCloseTo(121, within(PRINTED_GIGA));
    assertThat(gigaByOutput(HYBRID_CAMERA_2)).isCloseTo(79, within(PRINTED_GIGA));
  }

  @Test
  void byOutputTheOtherCameraGrowsWhereThePapersShrinks() {
    assertThat(gigaByOutput(SNN_CAMERA_3)).isCloseTo(101.0, within(PRINTED_GIGA));
    assertThat(gigaByOutput(HYBRID_CAMERA_3)).isCloseTo(122.4, within(PRINTED_GIGA));
  }

  @Test
  void byInputTheSameRatesCostAnotherSum() {
    assertThat(gigaByInput(SNN_CAMERA_2)).isCloseTo(89.5, within(PRINTED_GIGA));
    assertThat(gigaByInput(HYBRID_CAMERA_2)).isCloseTo(68.0, within(PRINTED_GIGA));
    assertThat(gigaByInput(SNN_CAMERA_3)).isCloseTo(78.1, within(PRINTED_GIGA));
    assertThat(gigaByInput(HYBRID_CAMERA_3)).isCloseTo(139.6, within(PRINTED_GIGA));
  }

  @Test
  void joinedInputsWeighByTheirChannels() {
    double[] rates = new double[9];
    rates[7] = 0.3; // up2, 64 channels in the paper, joined with down1's 64
    rates[1] = 0.1;
    double[] read = SpikeRates.inputRates(PAPER, rates, 0.02);
    assertThat(read[8]).isCloseTo(0.2, within(1e-12));
    assertThat(read[0]).isEqualTo(0.02);
    assertThat(read[2]).isEqualTo(0.1);
  }

  @Test
  void refusesRatesOfAnotherNetwork() {
    assertThatThrownBy(() -> SpikeRates.accumulatesByOutput(PAPER, new double[8]))
        .hasMessage("each of the nine spiking layers has a rate: rates=8");
  }
}
