package evpose.training.evaluation;

import evpose.hybrid.AnnInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who takes part in a run. */
public final class Predictors {
  public static final String ANN_EVERY_STEP = "ANN-100";
  public static final String ANN_HELD = "ANN-10-held";

  /** The hybrid's name with late key frames, before the number of steps. */
  public static final String HYBRID_LATE = NamedModel.HYBRID + "-late-";

  /** The hybrid's name on 16-bit weights. */
  public static final String HYBRID_WHOLE = NamedModel.HYBRID + "-int16";

  /** Ending of the name of a model whose ANN looks at frames, for that ANN alone, held. */
  static final String FRAMES_HELD = "-" + ANN_HELD;

  /** Ending of a pure SNN's name when it runs on through the windows. */
  static final String RUNNING_ON = "-running";

  /** Three times as long as such a network takes to settle. */
  private static final long WARM_UP_MICROS = 300_000;

  private Predictors() {}

  /**
   * The ANN at every step, the ANN held, every model, and the baselines; for those whose ANN looks
   * at frames also that ANN held, since it is another one than the hybrid's.
   *
   * @param models one of them is {@link NamedModel#HYBRID}, on events: frames come once a window,
   *     and the ANN at every step wants an input at every step
   * @param baselines at every step
   * @param delaySteps for each of them the hybrid takes part once more with key frames that take
   *     effect so many steps late
   * @param wholeNumbers whether the hybrid takes part once more on 16-bit weights
   * @throws IllegalArgumentException when two have one name, the hybrid is missing or looks at
   *     frames, or a model sees another part of the sensor or of time
   */
  static List<Predictor> of(
      List<NamedModel> models,
      List<NamedBaseline> baselines,
      List<Integer> delaySteps,
      boolean wholeNumbers) {
    NamedModel hybrid = hybrid(models);
    requireOnEvents(hybrid);
    List<Predictor> all = new ArrayList<>();
    all.add(new AnnEveryStep(ANN_EVERY_STEP, hybrid.bundle()));
    all.add(new AnnHeld(ANN_HELD, hybrid.bundle()));
    for (NamedModel model : models) {
      all.add(Spiking.withKeyFrames(model.name(), model.bundle(), 0));
      if (model.seesFrames()) {
        all.add(new AnnHeld(model.name() + FRAMES_HELD, model.bundle()));
      }
      if (!model.bundle().description().variant().usesAnn()) {
        String name = model.name() + RUNNING_ON;
        long steps = WARM_UP_MICROS / model.bundle().description().stepMicros();
        all.add(Spiking.runningOn(name, model.bundle(), (int) steps));
      }
    }
    for (int delay : delaySteps) {
      all.add(Spiking.withKeyFrames(HYBRID_LATE + delay, hybrid.bundle(), delay));
    }
    if (wholeNumbers) {
      all.add(Spiking.onWholeNumbers(HYBRID_WHOLE, hybrid.bundle()));
    }
    for (NamedBaseline baseline : baselines) {
      all.add(new BaselineEveryStep(baseline));
    }
    requireOfOneKind(all);
    return all;
  }

  private static NamedModel hybrid(List<NamedModel> models) {
    return models.stream()
        .filter(m -> m.name().equals(NamedModel.HYBRID))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the hybrid must take part, give its weights as D=FILE: models="
                        + models.stream().map(NamedModel::name).toList()));
  }

  private static void requireOnEvents(NamedModel hybrid) {
    AnnInput input = hybrid.bundle().description().annInput();
    if (input != AnnInput.EVENTS) {
      throw new IllegalArgumentException(
          "D's dense network is asked at every step, and frames come once a window: give this model"
              + " another name, --weights grey=FILE, and name D one on events: D's annInput="
              + input);
    }
  }

  private static void requireOfOneKind(List<Predictor> all) {
    Set<String> names = new HashSet<>();
    Predictor first = all.get(0);
    for (Predictor p : all) {
      if (!names.add(p.name())) {
        throw new IllegalArgumentException("two variants have one name: name=" + p.name());
      }
      boolean same =
          p.description().windowMicros() == first.description().windowMicros()
              && Sensors.sees(p.description()).equals(Sensors.sees(first.description()));
      if (!same) {
        throw new IllegalArgumentException(
            "variants must see the same part of the sensor in windows of the same length, or their"
                + " joints are not the same: variant="
                + p.name()
                + ", sees="
                + Sensors.sees(p.description())
                + " for "
                + p.description().windowMicros()
                + " µs, other="
                + Sensors.sees(first.description())
                + " for "
                + first.description().windowMicros()
                + " µs");
      }
    }
  }
}
