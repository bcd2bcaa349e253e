package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whole services without Kafka and without clocks: cameras at random speeds, in random partitions,
 * on one to three instances, with a backlog; some stall, some begin anew, instances die and are
 * replaced. What must hold is asked at every tick.
 *
 * <p>{@code -Devpose.simulation.seeds=10000} is the long form; {@code -Devpose.simulation.seed=N
 * -Devpose.simulation.seeds=1} is one history alone.
 */
class AbreastSimulationTest {
  private static final int SEEDS = Integer.getInteger("evpose.simulation.seeds", 100);
  private static final long FIRST = Long.getLong("evpose.simulation.seed", 1);

  private int apartAlone; // histories in which cameras were far apart when nobody waited

  @Test
  void everyHistoryKeepsItsPromises() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        check(seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            e.getMessage()
                + "; again: -Devpose.simulation.seed="
                + seed
                + " -Devpose.simulation.seeds=1",
            e);
      }
    }
    System.out.printf(
        "%d histories: cameras too far apart in %d when nobody waits%n", SEEDS, apartAlone);
    if (SEEDS >= 100) {
      assertThat(apartAlone).as("histories have teeth").isGreaterThan(SEEDS / 4);
    }
  }

  private void check(long seed) {
    SimulatedBacklog alone = new SimulatedBacklog(seed, 0);
    alone.run(Long.MAX_VALUE);
    SimulatedBacklog abreast = new SimulatedBacklog(seed, SimulatedBacklog.BOUND_MICROS);
    abreast.run(alone.millis() + abreast.waitsMillis());
    assertThat(abreast.largestApartMicros())
        .as("data time between a camera that is given packets and one that is waited for")
        .isLessThanOrEqualTo(SimulatedBacklog.BOUND_MICROS + SimulatedBacklog.POLL_MICROS);
    if (alone.largestApartMicros() > SimulatedBacklog.BOUND_MICROS + SimulatedBacklog.POLL_MICROS) {
      apartAlone++;
    }
  }
}
