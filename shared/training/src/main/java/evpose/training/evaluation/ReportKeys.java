package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of the JSON report. Scripts read them: add freely, rename never. */
final class ReportKeys {
  private static final MathContext DIGITS = new MathContext(7);
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  private ReportKeys() {}

  static Map<String, Object> of(EvaluationResult result) {
    EvaluationSettings settings = result.settings();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("preset", settings.preset());
    keys.put("split", settings.split().word());
    keys.put("frozenTestSet", result.frozenTestSet());
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("folder", settings.dataset().toString());
    dataset.put("seed", result.manifest().seed());
    dataset.put("testSha256", result.manifest().testSha256());
    keys.put("dataset", dataset);
    Map<String, Object> subset = new LinkedHashMap<>();
    subset.put("rule", result.rule());
    subset.put("takes", result.takes());
    subset.put("blocks", result.blocks());
    subset.put("windows", result.measured().windows());
    subset.put("windowsWithoutKeyFrame", result.measured().windowsWithoutKeyFrame());
    keys.put("subset", subset);
    EnergyTable energy = settings.energy();
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("name", energy.name());
    table.put("picojoulePerMac", energy.picojoulePerMac());
    table.put("picojoulePerAc", energy.picojoulePerAc());
    keys.put("energyTable", table);
    keys.put("variants", variants(result.measured(), energy));
    keys.put("bars", bars(result.bars()));
    keys.put("overD", overHybrid(result.measured(), energy));
    keys.put("notes", NOTES);
    LearnedRoom.Result learned = result.learned();
    if (learned != null) {
      keys.put("learnedTriangulation", learned(learned, energy));
    }
    OnDemand onDemand = result.onDemand();
    if (onDemand != null) {
      keys.put("keyFramePolicies", onDemand.keys(energy));
    }
    EvaluationResult.Mocap mocap = result.mocap();
    if (mocap != null) {
      Map<String, Object> captures = new LinkedHashMap<>();
      captures.put("folder", mocap.folder());
      captures.put("files", mocap.files());
      captures.put("blocks", mocap.blocks());
      captures.put("windows", mocap.result().windows());
      captures.put("mpjpe2dPx", number(mocap.result().variant(NamedModel.HYBRID).accuracy().px()));
      captures.put("variants", variants(mocap.result(), energy));
      keys.put("mocap", captures);
    }
    return keys;
  }

  private static Map<String, Object> learned(LearnedRoom.Result result, EnergyTable energy) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("rig", Rig.TWO_CAMERAS.key());
    keys.put("weightsSha256", result.network());
    keys.put("frames", result.frames());
    keys.put("mpjpe3dMm", pair("learned", result.learnedMm(), "geometry", result.geometryMm()));
    keys.put(
        "paMpjpe3dMm",
        pair("learned", result.learned().alignedMm(), "geometry", result.geometry().alignedMm()));
    keys.put(
        "accelerationErrorMm",
        pair("learned", result.learned().jitterMm(), "geometry", result.geometry().jitterMm()));
    keys.put("mmacPerPose", number(result.macsPerPose() / MEGA));
    keys.put("gmacPerSecond", number(result.macsPerSecond() / GIGA));
    keys.put("watts", number(energy.watts(result.macsPerSecond(), 0, (long) 1e6)));
    return keys;
  }

  /** What the numbers mean; the page says the same. */
  static final List<String> NOTES =
      List.of(
          "errors are MPJPE: mean over poses of the mean over the joints inside the network's view;"
              + " mpjpe2dPx is the mean over the steps of a window, of sub-pixel peaks, in pixels"
              + " of the 346x260 sensor; every joint is scored, however faint its peak",
          "step t of a window is compared with the pose at that step's begin; ANN-100 answers step"
              + " t by the newest events up to that step's end",
          "variants of other steps are scored at the same instants: their answers at the ends of the"
              + " takes' steps, when all have seen the same events; operations are a second of data",
          "a network on grey frames sees at a key frame the frame whose exposure of 8 ms ended there;"
              + " reading frames out and sending them is not in its watts",
          "minusDPx is the difference to D: mean over takes, and its standard error",
          "mpjpe3dMm places joints as the stream does (robust); joints that are not placed are left"
              + " out there and counted in placedShare",
          "operations and watts are those of one camera",
          "exact: accumulates counted by the engine where events and spikes arrive, first layer and"
              + " catch-up steps in; the head is dense work at every step",
          "executed: as exact, but the head as the engine runs it, 13 accumulates for each spike that"
              + " arrives there; the decay of the output, a multiplication a cell and step, is in no"
              + " convention",
          "paper: dense work x the layer's own output rate, first layer in, head once a window",
          "initialPotentials are those of all neurons just after a key frame of the measured windows,"
              + " all four cameras",
          "neuron updates are in neither; watts.exactWithNeurons has each as a multiply-accumulate",
          "watts are estimated from counted operations and the energy table; no memory traffic");

  private static Map<String, Object> variants(Bench.Result measured, EnergyTable energy) {
    Map<String, Object> variants = new LinkedHashMap<>();
    VariantResult hybrid = measured.variant(NamedModel.HYBRID);
    for (VariantResult v : measured.variants()) {
      Map<String, Object> keys = variant(v, energy);
      double[] minusHybrid = Bars.difference(v, hybrid);
      keys.put("minusDPx", pair("mean", minusHybrid[0], "standardError", minusHybrid[1]));
      variants.put(v.name(), keys);
    }
    return variants;
  }

  static Map<String, Object> variant(VariantResult v, EnergyTable energy) {
    Accuracy a = v.accuracy();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("what", v.what());
    keys.put("weightsSha256", v.sha256());
    keys.put("stepMicros", v.stepMicros());
    keys.put("mpjpe2dPx", number(a.px()));
    keys.put("mpjpe2dPxPerStep", numbers(a.perStepPx()));
    keys.put("mpjpe2dPxArgmax", number(a.argmaxPx()));
    keys.put("mpjpe2dPxArgmaxPerStep", numbers(a.argmaxPerStepPx()));
    keys.put("mpjpe2dPxPerJoint", numbers(a.perJointPx()));
    keys.put("mpjpe2dPxPerMovement", numbers(a.perMovementPx()));
    keys.put("mpjpe2dPxPerCamera", numbers(a.perCameraPx()));
    keys.put("mpjpe2dPxPerSubject", numbers(a.perSubjectPx()));
    keys.put("pck2d", numbers(a.correctShare()));
    keys.put(
        "jitter2d", pair("accelerationErrorPx", a.jitterPx(), "stillDeviationPx", a.stillPx()));
    room(a, keys);
    cost(v.cost(), energy, keys);
    if (!v.initialPotentials().isEmpty()) {
      keys.put("initialPotentials", potentials(v.initialPotentials()));
    }
    return keys;
  }

  private static void room(Accuracy a, Map<String, Object> keys) {
    Map<String, Object> mpjpe = new LinkedHashMap<>();
    Map<String, Object> aligned = new LinkedHashMap<>();
    Map<String, Object> correct = new LinkedHashMap<>();
    Map<String, Object> jitter = new LinkedHashMap<>();
    Map<String, Object> byPlacing = new LinkedHashMap<>();
    Map<String, Object> placed = new LinkedHashMap<>();
    a.rigs()
        .forEach(
            (rig, room) -> {
              mpjpe.put(rig.key(), number(a.mm(rig)));
              aligned.put(rig.key(), number(room.alignedMm()));
              correct.put(rig.key(), numbers(room.correctShare()));
              jitter.put(
                  rig.key(),
                  pair("accelerationErrorMm", room.jitterMm(), "stillDeviationMm", room.stillMm()));
              Map<String, Object> mm = new LinkedHashMap<>();
              room.mpjpeMm().forEach((placing, value) -> mm.put(placing.key(), number(value)));
              byPlacing.put(rig.key(), mm);
              Map<String, Object> shares = new LinkedHashMap<>();
              room.placedShare()
                  .forEach((placing, value) -> shares.put(placing.key(), number(value)));
              placed.put(rig.key(), shares);
            });
    keys.put("mpjpe3dMm", mpjpe);
    keys.put("mpjpe3dMmByPlacing", byPlacing);
    keys.put("paMpjpe3dMm", aligned);
    keys.put("pck3d", correct);
    keys.put("placedShare", placed);
    keys.put("jitter3d", jitter);
  }

  private static void cost(Cost c, EnergyTable energy, Map<String, Object> keys) {
    keys.put("gmacPerSecond", number(c.macs() / GIGA));
    keys.put("gmacPerSecondPaper", number(c.paperMacs() / GIGA));
    keys.put("gmacPerSecondExecuted", number(c.executedMacs() / GIGA));
    Map<String, Object> gac = new LinkedHashMap<>();
    gac.put("paper", number(c.paperAcs() / GIGA));
    gac.put("exact", number(c.acs() / GIGA));
    gac.put("executed", number(c.executedAcs() / GIGA));
    gac.put("byInputRates", number(c.inputRateAcs() / GIGA));
    gac.put("firstLayer", number(c.firstLayerAcs() / GIGA));
    gac.put("headIfSparse", number(c.headAcs() / GIGA));
    keys.put("gacPerSecond", gac);
    keys.put("gigaNeuronUpdatesPerSecond", number(c.neuronUpdates() / GIGA));
    keys.put("catchUpStepsPerSecond", number(c.catchUpSteps()));
    Map<String, Object> watts = new LinkedHashMap<>();
    watts.put("paper", number(c.paperWatts(energy)));
    watts.put("exact", number(c.watts(energy)));
    watts.put("executed", number(c.executedWatts(energy)));
    watts.put("exactWithNeurons", number(c.wattsWithNeurons(energy)));
    keys.put("watts", watts);
    Map<String, Object> rates = new LinkedHashMap<>();
    for (int k = 0; k < c.rates().length; k++) {
      rates.put(SpikingLayers.NAMES.get(k), numbers(c.rates()[k]));
    }
    keys.put("spikeRates", rates);
    List<Object> layers = new ArrayList<>();
    for (Cost.LayerCost layer : c.layers()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("part", layer.part());
      row.put("name", layer.name());
      row.put("denseMmac", number(layer.denseMacs() / MEGA));
      row.put("gmacPerSecond", number(layer.macs() / GIGA));
      row.put("gmacPerSecondPaper", number(layer.paperMacs() / GIGA));
      row.put("gacPerSecond", pair("paper", layer.paperAcs() / GIGA, "exact", layer.acs() / GIGA));
      row.put("outputRate", number(layer.outputRate()));
      row.put("inputRate", number(layer.inputRate()));
      layers.add(row);
    }
    keys.put("layers", layers);
  }

  private static List<Object> potentials(List<InitialPotentials.OfLayer> layers) {
    List<Object> all = new ArrayList<>();
    for (int k = 0; k < layers.size(); k++) {
      InitialPotentials.OfLayer layer = layers.get(k);
      Map<String, Object> its = new LinkedHashMap<>();
      its.put("layer", SpikingLayers.NAMES.get(k));
      its.put("mean", number(layer.mean()));
      its.put("sd", number(layer.sd()));
      its.put("shareFromOne", number(layer.shareFromOne()));
      its.put("shareBelowZero", number(layer.shareBelowZero()));
      all.add(its);
    }
    return all;
  }

  private static Map<String, Object> bars(Bars bars) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("ratioToAnn100", number(bars.ratioToAnn()));
    keys.put("shareRecovered", number(bars.shareRecovered()));
    keys.put("betterThanHeldFromThirdStepOn", bars.stepsNotBetterThanHeld().isEmpty());
    keys.put("stepsNotBetterThanHeld", bars.stepsNotBetterThanHeld());
    Map<String, Object> share =
        pair("paper", bars.energySharePaper(), "exact", bars.energyShareExact());
    share.put("executed", number(bars.energyShareExecuted()));
    keys.put("energyShareOfAnn100", share);
    keys.put(
        "minusHeldPx",
        pair("mean", bars.minusHeldPx(), "standardError", bars.minusHeldStandardErrorPx()));
    keys.put(
        "minusAnn100Px",
        pair("mean", bars.minusAnnPx(), "standardError", bars.minusAnnStandardErrorPx()));
    return keys;
  }

  /** Every variant over the hybrid: error, and power by all conventions. */
  private static Map<String, Object> overHybrid(Bench.Result measured, EnergyTable energy) {
    VariantResult hybrid = measured.variant(NamedModel.HYBRID);
    Map<String, Object> keys = new LinkedHashMap<>();
    for (VariantResult v : measured.variants()) {
      Map<String, Object> its = new LinkedHashMap<>();
      its.put("mpjpe2d", number(v.accuracy().px() / hybrid.accuracy().px()));
      Map<String, Object> watts =
          pair(
              "paper",
              v.cost().paperWatts(energy) / hybrid.cost().paperWatts(energy),
              "exact",
              v.cost().watts(energy) / hybrid.cost().watts(energy));
      watts.put(
          "executed", number(v.cost().executedWatts(energy) / hybrid.cost().executedWatts(energy)));
      its.put("watts", watts);
      keys.put(v.name(), its);
    }
    return keys;
  }

  private static Map<String, Object> pair(String a, double first, String b, double second) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put(a, number(first));
    pair.put(b, number(second));
    return pair;
  }

  /** Seven digits; null for what there is none of, which JSON has no number for. */
  private static @Nullable Object number(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : null;
  }

  private static List<@Nullable Object> numbers(double[] values) {
    List<@Nullable Object> list = new ArrayList<>();
    Arrays.stream(values).forEach(value -> list.add(number(value)));
    return list;
  }

  private static Map<String, Object> numbers(Map<String, Double> values) {
    Map<String, Object> map = new LinkedHashMap<>();
    values.forEach((key, value) -> map.put(key, number(value)));
    return map;
  }
}
