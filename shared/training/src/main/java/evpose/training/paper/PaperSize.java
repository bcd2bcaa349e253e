package evpose.training.paper;

import evpose.baseline.Baseline;
import evpose.baseline.BaselineDescription;
import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import evpose.hybrid.SpikeRates;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What networks of the paper's size cost by this project's counters: layer tables at 256x256, and
 * where spikes count the authors' own firing rates. By the paper's convention: the head once a
 * window, spikes as dense work times a layer's own rate. Baselines as published, on 256x256 cells.
 *
 * @see "model-spec 7.1, 7.2, 7.4"
 */
final class PaperSize {
  private static final double GIGA = 1e9;
  private static final long SECOND = 1_000_000;

  private PaperSize() {}

  /**
   * @param rates the authors' rates, by system
   */
  static Map<String, Object> keys(JsonNode rates, EnergyTable energy) {
    ModelDescription d = ModelDescription.paper();
    double steps = (double) SECOND / d.stepMicros();
    double windows = steps / d.stepsPerWindow();
    double head = windows * Operations.headMacs(d);
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("ann", of(steps * Operations.annMacs(d), 0, energy));
    keys.put("snn", of(head, steps * accumulates(d, rates.path("snn")), energy));
    double keyFrames = windows * (Operations.annMacs(d) + Operations.stateInitMacs(d));
    keys.put("hybrid", of(keyFrames + head, steps * accumulates(d, rates.path("hybrid")), energy));
    for (Baseline baseline : Baseline.values()) {
      long macs = BaselineDescription.published(baseline).macs();
      keys.put(baseline.title().toLowerCase(Locale.ROOT), of(steps * macs, 0, energy));
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("ann", Operations.annParameters(d));
    parameters.put("stateInit", Operations.stateInitParameters(d));
    parameters.put("snn", Operations.snnParameters(d));
    keys.put("parameters", parameters);
    return keys;
  }

  private static Map<String, Object> of(double macs, double acs, EnergyTable energy) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("gmacPerSecond", macs / GIGA);
    keys.put("gacPerSecond", acs / GIGA);
    keys.put("watts", energy.watts(macs, acs, SECOND));
    return keys;
  }

  private static double accumulates(ModelDescription d, JsonNode rates) {
    double[] nine = new double[rates.size()];
    Arrays.setAll(nine, k -> rates.get(k).asDouble());
    return Arrays.stream(SpikeRates.accumulatesByOutput(d, nine)).sum();
  }
}
