package evpose.metrics.service.live;

import evpose.evaluation.energy.EnergyTable;

/**
 * @param warmUpNanos wall time after the first pose that latencies over the run leave out
 * @param horizonMicros data time within which a pose may be revised and may meet its truth
 * @param energy what an operation is assumed to cost
 */
public record LiveSettings(long warmUpNanos, long horizonMicros, EnergyTable energy) {
  public LiveSettings {
    if (warmUpNanos < 0) {
      throw new IllegalArgumentException(
          "a warm-up must not be negative: warmUpNanos=" + warmUpNanos);
    }
    if (horizonMicros < 1_000_000 || horizonMicros > 600_000_000) {
      throw new IllegalArgumentException(
          "a horizon is 1 to 600 s, all its steps are kept: horizonMicros=" + horizonMicros);
    }
  }
}
