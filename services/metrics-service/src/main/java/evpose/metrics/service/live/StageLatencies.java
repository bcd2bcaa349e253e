package evpose.metrics.service.live;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Latencies of one rig by stage: over the run (the warm-up apart) and over the last seconds. Not
 * thread-safe.
 */
final class StageLatencies {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int SLIDING_SECONDS = 10;

  private final long warmUpNanos;
  private final Map<Stage, OneStage> stages = new EnumMap<>(Stage.class);
  private long firstNanos = Long.MIN_VALUE;
  private long skewed;

  StageLatencies(long warmUpNanos) {
    this.warmUpNanos = warmUpNanos;
  }

  /**
   * Records the time from one moment to another.
   *
   * @return nanoseconds; {@link RecordTimes#UNKNOWN} when a moment is unknown or the clocks
   *     disagree (then counted in {@link #skewed})
   */
  long record(Stage stage, long fromNanos, long toNanos, long nowNanos) {
    if (fromNanos == RecordTimes.UNKNOWN || toNanos == RecordTimes.UNKNOWN) {
      return RecordTimes.UNKNOWN;
    }
    if (toNanos < fromNanos) {
      skewed++;
      return RecordTimes.UNKNOWN;
    }
    if (firstNanos == Long.MIN_VALUE) {
      firstNanos = nowNanos;
    }
    stages
        .computeIfAbsent(stage, s -> new OneStage())
        .record((toNanos - fromNanos) / 1000, nowNanos, nowNanos - firstNanos >= warmUpNanos);
    return toNanos - fromNanos;
  }

  /** Measurements whose end lay before their beginning: clocks of two machines disagree. */
  long skewed() {
    return skewed;
  }

  /** Over the run; stages without a measurement are absent. */
  Map<String, Quantiles> overRun() {
    Map<String, Quantiles> answer = new LinkedHashMap<>();
    stages.forEach((stage, one) -> answer.put(stage.label(), one.overRun()));
    return answer;
  }

  /** Over the last 10 s; stages without a measurement in them are absent. */
  Map<String, Quantiles> sliding(long nowNanos) {
    Map<String, Quantiles> answer = new LinkedHashMap<>();
    stages.forEach(
        (stage, one) -> {
          LatencyHistogram last = one.sliding(nowNanos);
          if (last.count() > 0) {
            answer.put(stage.label(), Quantiles.of(last, true));
          }
        });
    return answer;
  }

  private static final class OneStage {
    private final LatencyHistogram cold = new LatencyHistogram();
    private final LatencyHistogram warm = new LatencyHistogram();
    private final LatencyHistogram[] bySecond = new LatencyHistogram[SLIDING_SECONDS];
    private final long[] second = new long[SLIDING_SECONDS];
    private final LatencyHistogram sum = new LatencyHistogram();

    OneStage() {
      for (int i = 0; i < SLIDING_SECONDS; i++) {
        bySecond[i] = new LatencyHistogram();
      }
    }

    void record(long micros, long nowNanos, boolean isWarm) {
      (isWarm ? warm : cold).record(micros);
      long now = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
      int slot = Math.floorMod(now, SLIDING_SECONDS);
      if (second[slot] != now) {
        bySecond[slot].clear();
        second[slot] = now;
      }
      bySecond[slot].record(micros);
    }

    Quantiles overRun() {
      return warm.count() > 0 ? Quantiles.of(warm, true) : Quantiles.of(cold, false);
    }

    LatencyHistogram sliding(long nowNanos) {
      long now = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
      sum.clear();
      for (int i = 0; i < SLIDING_SECONDS; i++) {
        if (now - second[i] >= 0 && now - second[i] < SLIDING_SECONDS) {
          sum.add(bySecond[i]);
        }
      }
      return sum;
    }
  }
}
