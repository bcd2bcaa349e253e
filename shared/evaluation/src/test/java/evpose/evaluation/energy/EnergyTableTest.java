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

  @Test
  void isFoundByNameOrMadeOfTwoNumbers() {
    assertThat(EnergyTable.of("fp32-7nm")).isSameAs(EnergyTable.FP32_7NM);
    assertThat(EnergyTable.of("fp32-45nm")).isSameAs(EnergyTable.FP32_45NM);
    assertThat(EnergyTable.of("2.5:0.5")).isEqualTo(new EnergyTable("2.5:0.5 pJ", 2.5, 0.5));
    assertThatThrownBy(() -> EnergyTable.of("5nm"))
        .hasMessage(
            "an energy table is fp32-7nm, fp32-45nm, or picojoules a multiply-accumulate and an"
                + " accumulate such as 4.6:0.9: table=5nm");
    assertThatThrownBy(() -> EnergyTable.of("a:b")).hasMessageEndingWith("table=a:b");
  }
}
