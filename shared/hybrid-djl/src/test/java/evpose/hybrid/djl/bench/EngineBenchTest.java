package evpose.hybrid.djl.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import evpose.hybrid.SpikeRates;
import evpose.hybrid.Variant;
import evpose.kernels.WeightForm;
import evpose.weights.RandomWeights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineBenchTest {
  private static final ModelDescription TINY =
      new ModelDescription(
          "tiny", 0.125, 32, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
          Variant.D);

  @ParameterizedTest
  @EnumSource(WeightForm.class)
  void bothEnginesAreTimedUnderTheLoadsAskedFor(WeightForm form) {
    List<String> told = new ArrayList<>();
    EngineResult result;
    try (EngineBench bench =
        new EngineBench(TINY, RandomWeights.of(TINY, 1), form, List.of(1, 2), System::nanoTime)) {
      bench.warmUp(SpikeLoad.uniform(0.05), 0.1);
      result = bench.run(List.of(0.01, 0.1, 0.2), 3, r -> told.add(r.load().name()));
      assertThat(bench.sumRead()).isZero(); // there is nothing but zeros to read
    }
    assertThat(told).containsExactly("published rates", "1 %", "10 %", "20 %");
    LoadResult busy = result.uniform().get(1);
    assertThat(busy.firing()).isCloseTo(0.1, within(0.01));
    assertThat(busy.accumulates())
        .isLessThan(Math.round(0.1 * Operations.snnDenseMacs(TINY))) // less: borders, and the
        .isGreaterThan(Math.round(0.05 * Operations.snnDenseMacs(TINY))); // decoder's folded kernel
    assertThat(busy.ratio()).isPositive().isEqualTo(busy.denseMs() / busy.sparseMs());
    assertThat(busy.wallRatio(1)).isPositive();
    assertThat(busy.wallRatio(2)).isPositive();
    assertThat(busy.wallRatio(4)).isNaN();
    assertThat(busy.decoderStreamShare()).isPositive();
    assertThat(busy.layers()).hasSize(10);
    assertThat(busy.layers()).allMatch(layer -> layer.denseMs() > 0 && layer.sparseMs() > 0);
    assertThat(result.linearity()).isBetween(0.0, 1.0);
  }

  @Test
  void atThePublishedRatesAStepDoesTheAccumulatesThatTheyCallFor() {
    SpikeLoad load = SpikeLoad.published();
    double[] expected =
        SpikeRates.accumulatesByInput(ModelDescription.paper(), load.rates(), load.eventDensity());
    assertThat(load.density()).isCloseTo(0.0269, within(5e-5)); // the mean that is published
    double decoder = expected[6] + expected[7] + expected[8];
    assertThat(decoder).isCloseTo(613e6, within(1e6)); // 64 of each 100 when folded
  }

  @Test
  void aLoadIsAShareOfEachLayer() {
    assertThatThrownBy(() -> new SpikeLoad("x", new double[8], 0))
        .hasMessage("each of the nine spiking layers has a rate: rates=8");
    assertThatThrownBy(() -> SpikeLoad.uniform(1.5))
        .hasMessage("a share lies in [0, 1]: share=1.5, load=150 %");
    assertThat(SpikeLoad.uniform(0.033).name()).isEqualTo("3.3 %");
    assertThat(SpikeLoad.uniform(0.2).name()).isEqualTo("20 %");
  }
}
