package evpose.hybrid;

import evpose.events.CropBin;
import evpose.events.SensorGeometry;
import java.util.List;

/**
 * Everything about a hybrid network but its weights; travels beside them as JSON.
 *
 * <p>One description covers all presets: the layers are those of the paper, their widths are
 * multiplied by {@code width}, their sizes follow from {@code inputSize}.
 *
 * @param preset name, such as compact
 * @param width multiplier of all channel counts, 1 in the paper
 * @param inputSize side of the square input in cells, 256 in the paper; a multiple of 32
 * @param joints output planes, 13
 * @param annBins time bins of the ANN's input, 10; its channels are bins of OFF, then bins of ON
 * @param annEvents events in the ANN's input on the 346x260 sensor, 7 500
 * @param annMaxAgeMicros events older than this never enter the ANN; makes its past bounded
 * @param annMinEvents with fewer events than this (on 346x260) a key frame gives no pose
 * @param logAnnInput whether the ANN sees log(1 + count) in place of the count
 * @param logSnnInput the same for the SNN
 * @param tau membrane time constant in steps, 3
 * @param lambda decay of the output accumulator a step, 0.8 in the paper
 * @param threshold firing threshold, 1
 * @param stepMicros the SNN's step, 10 000; 5 000 in the 200 Hz variant
 * @param stepsPerWindow steps between two key frames in training, 10; 20 in the 200 Hz variant
 * @param targetSigmaCells width of the heatmap's peak that it was trained on, cells
 * @param variant what the SNN gets from the ANN; files without the key are D, the hybrid
 * @param annInput what the ANN looks at; files without the key are of events. Where it is frames,
 *     what is said here of the ANN's bins and events has no meaning
 * @param stateInit how features become potentials; files without the key are of the form that the
 *     paper chose. Without meaning where the variant has no state from the ANN
 */
public record ModelDescription(
    String preset,
    double width,
    int inputSize,
    int joints,
    int annBins,
    int annEvents,
    long annMaxAgeMicros,
    int annMinEvents,
    boolean logAnnInput,
    boolean logSnnInput,
    double tau,
    double lambda,
    double threshold,
    long stepMicros,
    int stepsPerWindow,
    double targetSigmaCells,
    Variant variant,
    AnnInput annInput,
    StateInit stateInit) {

  /** Spiking layers, each with a state: static, down1-3, residual 1-2, up1-3. */
  public static final int SPIKING_LAYERS = 9;

  private static final int DAVIS_WIDTH = 346;
  private static final int DAVIS_HEIGHT = 260;

  public ModelDescription {
    require(width > 0 && width <= 4, "width must be in (0, 4]: width=" + width);
    require(
        inputSize >= 32 && inputSize <= 1024 && inputSize % 32 == 0,
        "inputSize must be a multiple of 32 in [32, 1024]: inputSize=" + inputSize);
    require(joints == 13, "the skeleton has 13 joints: joints=" + joints);
    require(annBins >= 1 && annBins <= 64, "annBins must be in [1, 64]: annBins=" + annBins);
    require(
        annEvents >= 1 && annEvents <= 1_000_000,
        "annEvents must be in [1, 1000000]: annEvents=" + annEvents);
    require(
        annMaxAgeMicros >= 1 && annMaxAgeMicros <= 60_000_000,
        "annMaxAgeMicros must be in [1, 60 s]: annMaxAgeMicros=" + annMaxAgeMicros);
    require(
        annMinEvents >= 0 && annMinEvents <= annEvents,
        "annMinEvents must be in [0, annEvents]: annMinEvents=" + annMinEvents);
    require(tau >= 1, "tau must be at least one step: tau=" + tau);
    require(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1]: lambda=" + lambda);
    require(threshold > 0, "threshold must be positive: threshold=" + threshold);
    require(stepMicros >= 100, "stepMicros must be at least 100: stepMicros=" + stepMicros);
    require(
        stepsPerWindow >= 1, "stepsPerWindow must be at least 1: stepsPerWindow=" + stepsPerWindow);
    require(
        targetSigmaCells > 0,
        "targetSigmaCells must be positive: targetSigmaCells=" + targetSigmaCells);
  }

  /** An ANN that looks at events, and the paper's own state initialisation. */
  public ModelDescription(
      String preset,
      double width,
      int inputSize,
      int joints,
      int annBins,
      int annEvents,
      long annMaxAgeMicros,
      int annMinEvents,
      boolean logAnnInput,
      boolean logSnnInput,
      double tau,
      double lambda,
      double threshold,
      long stepMicros,
      int stepsPerWindow,
      double targetSigmaCells,
      Variant variant) {
    this(
        preset,
        width,
        inputSize,
        joints,
        annBins,
        annEvents,
        annMaxAgeMicros,
        annMinEvents,
        logAnnInput,
        logSnnInput,
        tau,
        lambda,
        threshold,
        stepMicros,
        stepsPerWindow,
        targetSigmaCells,
        variant,
        AnnInput.EVENTS,
        StateInit.NORM);
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The network of the paper: 256x256, full width, 24.8 M parameters. */
  public static ModelDescription paper() {
    return new ModelDescription(
        "paper", 1, 256, 13, 10, 7500, 1_000_000, 750, false, false, 3, 0.8, 1, 10_000, 10, 2,
        Variant.D);
  }

  /** What ships: 64x64 cells of 4x4 pixels, a quarter of the width, log counts, a slower decay. */
  public static ModelDescription compact() {
    return new ModelDescription(
        "compact", 0.25, 64, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
        Variant.D);
  }

  /** For ablations and tests: 64x64, an eighth of the width. */
  public static ModelDescription study() {
    return new ModelDescription(
        "study", 0.125, 64, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
        Variant.D);
  }

  /** All presets, the largest first. */
  public static List<ModelDescription> presets() {
    return List.of(paper(), compact(), study());
  }

  /**
   * A preset by its name.
   *
   * @throws IllegalArgumentException naming the presets there are
   */
  public static ModelDescription preset(String name) {
    return presets().stream()
        .filter(d -> d.preset().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no such preset, choose paper, compact or study: preset=" + name));
  }

  /**
   * The same network as another variant, with other time constants.
   *
   * @param tau of membranes, steps
   * @param lambda of the output accumulator
   */
  public ModelDescription with(Variant variant, double tau, double lambda) {
    return with(variant, tau, lambda, stepMicros, stepsPerWindow, annInput, stateInit);
  }

  /** The same network with an ANN that looks at something else. */
  public ModelDescription withAnnInput(AnnInput annInput) {
    return with(variant, tau, lambda, stepMicros, stepsPerWindow, annInput, stateInit);
  }

  /** The same network whose features become potentials in another form. */
  public ModelDescription withStateInit(StateInit stateInit) {
    return with(variant, tau, lambda, stepMicros, stepsPerWindow, annInput, stateInit);
  }

  /** The same network on a grid of other steps; its time constants count steps. */
  public ModelDescription withStepMicros(long stepMicros) {
    return with(variant, tau, lambda, stepMicros, stepsPerWindow, annInput, stateInit);
  }

  /**
   * The same network on windows as long as before, cut into other steps: 200 Hz in place of 100.
   *
   * @throws IllegalArgumentException when the window is no whole number of such steps
   */
  public ModelDescription withWindowCutInto(long stepMicros) {
    require(stepMicros >= 100, "stepMicros must be at least 100: stepMicros=" + stepMicros);
    require(
        windowMicros() % stepMicros == 0,
        "a window is a whole number of steps: stepMicros="
            + stepMicros
            + ", windowMicros="
            + windowMicros());
    return with(
        variant, tau, lambda, stepMicros, (int) (windowMicros() / stepMicros), annInput, stateInit);
  }

  /** How long a window is, from key frame to key frame in training. */
  public long windowMicros() {
    return stepMicros * stepsPerWindow;
  }

  private ModelDescription with(
      Variant variant,
      double tau,
      double lambda,
      long stepMicros,
      int stepsPerWindow,
      AnnInput annInput,
      StateInit stateInit) {
    return new ModelDescription(
        preset,
        width,
        inputSize,
        joints,
        annBins,
        annEvents,
        annMaxAgeMicros,
        annMinEvents,
        logAnnInput,
        logSnnInput,
        tau,
        lambda,
        threshold,
        stepMicros,
        stepsPerWindow,
        targetSigmaCells,
        variant,
        annInput,
        stateInit);
  }

  /** Whether its ANN looks at frames. */
  public boolean looksAtFrames() {
    return annInput == AnnInput.GREY && variant.usesAnn();
  }

  /**
   * Makes sure that the network runs on events alone, for whoever has nothing else.
   *
   * @throws IllegalArgumentException when its ANN looks at frames; says what to do
   */
  public void requireEventsAlone() {
    require(
        !looksAtFrames(),
        "this network's ANN looks at frames, and there are none here: take one that was trained on"
            + " events, `evpose evaluate` and `evpose demo` run it with frames: annInput="
            + annInput);
  }

  /** Channels of a layer that has {@code base} of them in the paper. */
  public int channels(int base) {
    return Math.max(2, (int) Math.round(base * width));
  }

  /** Channels of the ANN's input: one for each bin and polarity of events, one of a grey frame. */
  public int annChannels() {
    return annInput == AnnInput.GREY ? 1 : 2 * annBins;
  }

  /** Channels of spiking layer k, 0 to 8. */
  public int stateChannels(int layer) {
    int[] base = {32, 64, 128, 256, 256, 256, 128, 64, 32};
    return channels(base[layer]);
  }

  /** Side of spiking layer k, 0 to 8, in cells. */
  public int stateSize(int layer) {
    int[] divisor = {1, 2, 4, 8, 8, 8, 4, 2, 1};
    return inputSize / divisor[layer];
  }

  /** The map from a sensor to this network's input. */
  public CropBin cropBin(SensorGeometry sensor) {
    return CropBin.forSensor(sensor.width(), sensor.height(), inputSize);
  }

  /**
   * Events in the ANN's input on a given sensor. Contours make events and grow with the image's
   * scale, so the count does too: {@code annEvents · height / 260}.
   */
  public int annEventsOn(SensorGeometry sensor) {
    return scaled(annEvents, sensor);
  }

  /** Fewest events for a key frame on a given sensor, by the same rule. */
  public int annMinEventsOn(SensorGeometry sensor) {
    return scaled(annMinEvents, sensor);
  }

  private static int scaled(int events, SensorGeometry sensor) {
    if (sensor.width() == DAVIS_WIDTH && sensor.height() == DAVIS_HEIGHT) {
      return events;
    }
    return Math.max(1, (int) Math.round((double) events * sensor.height() / DAVIS_HEIGHT));
  }
}
