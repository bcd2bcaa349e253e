package evpose.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EnergyTableTest {
  /** The paper prints three decimals. */
  private static final double PRINTED_WATTS = 0.0005;

  private static final long SECOND = 1_000_000;

  @Test
  void givesTheHybridsPowerOfThePapersTable2() {
    assertThat(EnergyTable.FP32_7NM.watts(233.27e9, 78.91e9, SECOND))
        .isCloseTo(0.424, within(PRINTED_WATTS));
  }

  @Test
  void givesTheDenseNetworksPowerOfThePapersTable2() {
    assertThat(EnergyTable.FP32_7NM.watts(2200e9, 0, SECOND))
        .isCloseTo(3.718, within(PRINTED_WATTS));
  }

  @Test
  void halfTheTimeIsTwiceThePower() {
    double whole = EnergyTable.FP32_7NM.watts(1e9, 1e9, SECOND);
    assertThat(EnergyTable.FP32_7NM.watts(1e9, 1e9, SECOND / 2))
        .isCloseTo(2 * whole, within(1e-12));
  }

  @Test
  void refusesAnIntervalThatDoesNotLast() {
    assertThatThrownBy(() -> EnergyTable.FP32_7NM.watts(1, 1, 0))
        .hasMessage("an interval must last: dataMicros=0");
  }
}
