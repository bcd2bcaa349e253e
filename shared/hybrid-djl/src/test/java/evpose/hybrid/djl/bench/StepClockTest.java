package evpose.hybrid.djl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepClockTest {
  private long now;

  @Test
  void eachLayerGetsTheTimeSinceTheOneBefore() {
    StepClock clock = new StepClock(() -> now);
    now = 5_000_000;
    clock.begins();
    now += 2_000_000;
    clock.charged(0);
    now += 1_000_000;
    clock.ends(0);
    now += 4_000_000;
    clock.ends(9);
    assertThat(clock.ms(0)).isEqualTo(3);
    assertThat(clock.chargingMs(0)).isEqualTo(2);
    assertThat(clock.ms(9)).isEqualTo(4);
    assertThat(clock.stepMs()).isEqualTo(7);
  }
}
