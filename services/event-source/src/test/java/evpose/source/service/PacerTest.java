package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long STEP_NANOS = 10_000_000;

  private long now = 1_000;
  private final List<Long> waits = new ArrayList<>();

  private final Pacer pacer =
      new Pacer(
          STEP_NANOS,
          () -> now,
          nanos -> {
            waits.add(nanos);
            now += nanos;
          });

  @Test
  void letsEachStepOutWhenItIsOver() {
    pacer.awaitNext();
    now += 4_000_000; // the feed works
    pacer.awaitNext();
    assertThat(waits).containsExactly(STEP_NANOS, 6_000_000L);
    assertThat(pacer.lateSteps()).isZero();
  }

  @Test
  void aLateStepGoesOutAtOnceAndTheNextCatchUp() {
    pacer.awaitNext();
    now += 35_000_000; // due at 20 and 30 ms, asked for at 45
    assertThat(pacer.awaitNext()).isTrue();
    pacer.awaitNext();
    pacer.awaitNext();
    pacer.awaitNext();
    assertThat(waits).containsExactly(STEP_NANOS, 5_000_000L);
    assertThat(pacer.lateSteps()).isEqualTo(2);
    assertThat(pacer.slips()).isZero();
  }

  @Test
  void aFeedFarBehindGoesOnLaterInsteadOfBursting() {
    pacer.awaitNext();
    now += Pacer.SLIP_NANOS + 5 * STEP_NANOS;
    pacer.awaitNext();
    pacer.awaitNext();
    assertThat(waits).containsExactly(STEP_NANOS, STEP_NANOS);
    assertThat(pacer.lateSteps()).isEqualTo(1);
    assertThat(pacer.slips()).isEqualTo(1);
  }

  @Test
  void waitsAgainWhenWokenEarly() {
    Pacer restless =
        new Pacer(
            STEP_NANOS,
            () -> now,
            nanos -> {
              waits.add(nanos);
              now += Math.min(nanos, 7_000_000);
            });
    assertThat(restless.awaitNext()).isTrue();
    assertThat(waits).containsExactly(STEP_NANOS, 3_000_000L);
  }

  @Test
  void aCancelledWaitSaysThatTheStepIsNotOver() {
    Pacer[] self = new Pacer[1];
    self[0] = new Pacer(STEP_NANOS, () -> now, nanos -> self[0].cancel());
    assertThat(self[0].awaitNext()).isFalse();
    assertThat(self[0].awaitNext()).isFalse();
  }

  @Test
  void withoutAPaceNothingWaits() {
    Pacer none = new Pacer(0, () -> now, waits::add);
    assertThat(none.awaitNext()).isTrue();
    assertThat(waits).isEmpty();
  }
}
