package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The hybrid beside the two ends between which it lies.
 *
 * @param ratioToAnn error of the hybrid over that of the ANN at every step
 * @param shareRecovered (held - hybrid) / (held - ANN at every step): of what holding loses, how
 *     much the spiking network wins back; 1 is all of it
 * @param stepsNotBetterThanHeld steps from the third on, counted from 1, at which the hybrid is not
 *     better than its own ANN held
 * @param energyShareExact its estimated power over that of the ANN at every step, exact counts
 * @param energyShareExecuted the same with the head as it is executed, on spikes
 * @param energySharePaper the same by the paper's convention
 * @param minusHeldPx hybrid minus held: mean over the takes
 * @param minusHeldStandardErrorPx of that mean, takes being independent
 * @param minusAnnPx hybrid minus ANN at every step: mean over the takes
 * @param minusAnnStandardErrorPx of that mean
 */
record Bars(
    double ratioToAnn,
    double shareRecovered,
    List<Integer> stepsNotBetterThanHeld,
    double energyShareExact,
    double energyShareExecuted,
    double energySharePaper,
    double minusHeldPx,
    double minusHeldStandardErrorPx,
    double minusAnnPx,
    double minusAnnStandardErrorPx) {
  /** The first two steps are as good as the key frame itself; from here on holding must lose. */
  private static final int THIRD = 2;

  static Bars of(VariantResult hybrid, VariantResult ann, VariantResult held, EnergyTable table) {
    double d = hybrid.accuracy().px();
    double best = ann.accuracy().px();
    double worst = held.accuracy().px();
    List<Integer> losing = new ArrayList<>();
    for (int t = THIRD; t < hybrid.accuracy().perStepPx().length; t++) {
      if (!(hybrid.accuracy().perStepPx()[t] < held.accuracy().perStepPx()[t])) {
        losing.add(t + 1);
      }
    }
    double[] minusHeld = difference(hybrid, held);
    double[] minusAnn = difference(hybrid, ann);
    return new Bars(
        d / best,
        (worst - d) / (worst - best),
        List.copyOf(losing),
        hybrid.cost().watts(table) / ann.cost().watts(table),
        hybrid.cost().executedWatts(table) / ann.cost().executedWatts(table),
        hybrid.cost().paperWatts(table) / ann.cost().paperWatts(table),
        minusHeld[0],
        minusHeld[1],
        minusAnn[0],
        minusAnn[1]);
  }

  /** Mean over takes of a - b, and its standard error. */
  static double[] difference(VariantResult a, VariantResult b) {
    Map<String, Double> second = b.accuracy().perTakePx();
    List<Double> differences = new ArrayList<>();
    a.accuracy()
        .perTakePx()
        .forEach(
            (take, px) -> {
              double difference = px - second.getOrDefault(take, Double.NaN);
              if (!Double.isNaN(difference)) {
                differences.add(difference);
              }
            });
    int n = differences.size();
    double mean = 0;
    for (double difference : differences) {
      mean += difference / n;
    }
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    return new double[] {mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n)};
  }
}
