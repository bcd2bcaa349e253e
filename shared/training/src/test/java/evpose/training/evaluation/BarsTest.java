package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.evaluation.energy.EnergyTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final double EXACT = 1e-12;

  private static VariantResult variant(
      String name, double[] perStep, Map<String, Double> perTake, double macs, double paperMacs) {
    Accuracy accuracy =
        new Accuracy(
            perStep, perStep, Map.of(), Map.of(), Map.of(), Map.of(), perTake, Map.of(), 0, 0,
            Map.of());
    Cost cost = new Cost(macs, paperMacs, 0, 0, 0, 0, 0, 0, 0, List.of(), new double[0][]);
    return new VariantResult(name, "", "", 10_000, accuracy, cost, List.of());
  }

  private final VariantResult ann =
      variant("ANN-100", new double[] {5, 5, 5, 5}, Map.of("a", 5.0, "b", 5.0), 100, 100);
  private final VariantResult held =
      variant("ANN-10-held", new double[] {5, 6, 7, 8}, Map.of("a", 6.0, "b", 7.0), 10, 10);

  @Test
  void tellsRatioRecoveryAndEnergy() {
    VariantResult hybrid =
        variant("D", new double[] {5.4, 5.4, 5.6, 5.6}, Map.of("a", 5.0, "b", 5.0), 11, 10.5);
    Bars bars = Bars.of(hybrid, ann, held, EnergyTable.FP32_7NM);
    assertThat(bars.ratioToAnn()).isCloseTo(1.1, within(EXACT));
    assertThat(bars.shareRecovered())
        .isCloseTo(1.0 / 1.5, within(EXACT)); // (6.5 - 5.5) / (6.5 - 5)
    assertThat(bars.energyShareExact()).isCloseTo(0.11, within(EXACT));
    assertThat(bars.energySharePaper()).isCloseTo(0.105, within(EXACT));
    assertThat(bars.stepsNotBetterThanHeld()).isEmpty(); // worse at the first is allowed
    // by take -1 and -2: mean -1.5, deviation √½, over two takes √½ / √2
    assertThat(bars.minusHeldPx()).isCloseTo(-1.5, within(EXACT));
    assertThat(bars.minusHeldStandardErrorPx()).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void namesTheStepsAtWhichHoldingIsAsGood() {
    VariantResult hybrid =
        variant("D", new double[] {9, 9, 7, 7.9}, Map.of("a", 5.0, "b", 5.0), 11, 10.5);
    Bars bars = Bars.of(hybrid, ann, held, EnergyTable.FP32_7NM);
    assertThat(bars.stepsNotBetterThanHeld()).containsExactly(3); // a draw is no win
  }
}
