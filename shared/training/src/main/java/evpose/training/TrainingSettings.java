package evpose.training;

import evpose.baseline.Baseline;
import evpose.baseline.BaselineDescription;
import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.StateInit;
import evpose.hybrid.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One training run, as its JSON file says it; what the file leaves out is as in {@link #defaults}.
 *
 * @param name of the run; its checkpoints lie in {@code runs/name}
 * @param preset of the model: compact, paper or study
 * @param seed of weights, samples and augmentation
 * @param threads that one operation of the native library may use; one leaves a core to others
 * @param runs directory for checkpoints and exports; not in version control
 * @param startFrom a .safetensors bundle to start from, or empty for random weights; what the
 *     bundle lacks (another variant's head, another form's state initialisation) is random; of
 *     other steps, its spiking weights are scaled to the new ones
 * @param startFromAnnAlone whether of that bundle the ANN alone is taken over, the rest is random
 *     and so another with each seed
 * @param model what differs from the preset
 * @param loss how gradients are made
 */
public record TrainingSettings(
    String name,
    String preset,
    long seed,
    int threads,
    String runs,
    String startFrom,
    boolean startFromAnnAlone,
    Model model,
    Loss loss,
    Data data,
    Augmentation augmentation,
    Phase ann,
    Phase hybrid,
    Evaluation evaluation) {

  /**
   * What differs from the preset; null is as the preset has it.
   *
   * @param variant A, B-paper, B-clean, C or D
   * @param tau membrane time constant, steps; the paper has 2 for A
   * @param lambda decay of the output accumulator a step; 0.8 in the paper
   * @param stepMicros of the spiking network; 5000 for 200 Hz, where the paper has tau 5 and lambda
   *     0.9. Windows stay as long as they are; takes have a truth every 10 ms
   * @param annInput what the ANN looks at: events, or grey for the frame at the key frame
   * @param stateInit how the ANN's features become potentials: sigmoid, leaky, norm (the paper's
   *     choice and ours), plain or single; none is the variant C by another name
   * @param baseline calabrese or baldwin: a rival in place of our network, at the preset's size; it
   *     learns in the phase {@code ann}, and the phase {@code hybrid} has no meaning
   * @param baselineWidth channels of its first layer; null for the published ones times the
   *     preset's width
   */
  public record Model(
      @Nullable String variant,
      @Nullable Double tau,
      @Nullable Double lambda,
      @Nullable Long stepMicros,
      @Nullable String annInput,
      @Nullable String stateInit,
      @Nullable String baseline,
      @Nullable Integer baselineWidth) {}

  /**
   * How gradients are made.
   *
   * @param scale of the mean squared error; keeps it near one, away from Adam's epsilon
   * @param gradientNorm a longer gradient is shortened to this length, so that a rare batch cannot
   *     throw the network off; 0 for never
   * @param spikeWork weight of what spikes cost: of the spiking layers' dense work, the share that
   *     fires, some 0.05; 0 for none
   */
  public record Loss(double scale, double gradientNorm, double spikeWork) {}

  /**
   * The takes: subjects x movements x seconds, seen by the four cameras of DHP19.
   *
   * @param dataset a folder that {@code evpose dataset generate} filled, or empty: its subjects 1-9
   *     are trained on as well, its subjects 10-12 are measured with in place of own validation
   *     people, its test subjects are never opened
   * @param folder where they are stored; those that are there are not made again
   * @param trainSubjects people to train on; may be 0 where there is a data set
   * @param validationSubjects other people, to measure with; not used where there is a data set
   * @param secondsPerTake of one movement of one subject
   * @param validationSecondsPerTake the same for people to measure with
   * @param movements how many of the 33 movements each subject does, spread over all of them
   * @param improvisedTakes how many more takes of each subject show none of the 33, see {@link
   *     evpose.simulation.Movements#improvised}
   * @param longestWindowSteps the hybrid learns on windows of random length, from the preset's up
   *     to this, so that it holds on longer without a key frame, and is measured on the longest; 0
   *     for the preset's alone
   * @param frames whether own takes carry grey frames beside the events; they do in any case where
   *     the ANN looks at them. A run on events alone may share such takes
   * @param regionShare of the samples, in which the ANN looks only where something moved, as with
   *     policies that end in -roi; needs a hybrid phase with freezeNormalisationFrom 0
   */
  public record Data(
      String dataset,
      String folder,
      int trainSubjects,
      int validationSubjects,
      double secondsPerTake,
      double validationSecondsPerTake,
      int movements,
      int improvisedTakes,
      int longestWindowSteps,
      boolean frames,
      double regionShare) {}

  /**
   * Random changes of a sample.
   *
   * @param scale 0.15: by up to 15 %
   * @param rotationDegrees up to this, both ways
   * @param shiftPx sensor pixels, up to this, in both axes
   * @param mirror half of the samples are mirrored and their joints swapped
   * @param dropOut 0.3: of each sample, a share of up to 30 % of the events is left out
   * @param noiseHz up to this many events a second and pixel are added, at random places
   */
  public record Augmentation(
      double scale,
      double rotationDegrees,
      double shiftPx,
      boolean mirror,
      double dropOut,
      double noiseHz) {}

  /**
   * How long and how fast one phase learns. It ends when either budget is used up.
   *
   * @param iterations budget
   * @param minutes budget of training time, evaluation excluded; 0 for none. With one, a run is no
   *     longer the same on every machine
   * @param batch samples an iteration
   * @param learningRate of Adam, after the warm-up; follows a cosine down
   * @param warmUp share of the phase in which the learning rate rises from 5 % of it
   * @param lastShare of the learning rate at the end of the phase
   * @param freezeNormalisationFrom share of the phase after which batch normalisation keeps its
   *     running statistics, so that training sees what evaluation does; the ANN has none
   */
  public record Phase(
      int iterations,
      double minutes,
      int batch,
      double learningRate,
      double warmUp,
      double lastShare,
      double freezeNormalisationFrom) {}

  /**
   * When and on how much a run is measured.
   *
   * @param everyMinutes of training time
   * @param windows validation windows at most, spread over the validation takes
   * @param checkpointMinutes of training time between two checkpoints
   * @param patience a phase ends early after so many measurements in a row without a better one; 0
   *     for never
   */
  public record Evaluation(
      double everyMinutes, int windows, double checkpointMinutes, int patience) {}

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public TrainingSettings {
    require(name.matches("[A-Za-z0-9._-]{1,64}"), "name must be of letters, digits, . _ -", name);
    require(threads >= 1 && threads <= 64, "threads must be in [1, 64]", threads);
    int fewest = data.dataset.isEmpty() ? 1 : 0;
    require(
        data.trainSubjects >= fewest,
        "data.trainSubjects must be at least " + fewest,
        data.trainSubjects);
    require(
        data.validationSubjects >= 1,
        "data.validationSubjects must be at least 1",
        data.validationSubjects);
    require(
        data.movements >= 1 && data.movements <= 33,
        "data.movements must be in [1, 33]",
        data.movements);
    require(
        data.improvisedTakes >= 0 && data.improvisedTakes <= 1000,
        "data.improvisedTakes must be in [0, 1000]",
        data.improvisedTakes);
    require(
        data.longestWindowSteps >= 0 && data.longestWindowSteps <= 100,
        "data.longestWindowSteps must be in [0, 100]",
        data.longestWindowSteps);
    require(
        data.regionShare >= 0 && data.regionShare <= 1,
        "data.regionShare must be in [0, 1]",
        data.regionShare);
    require(
        data.regionShare == 0 || hybrid.iterations == 0 || hybrid.freezeNormalisationFrom == 0,
        "data.regionShare needs hybrid.freezeNormalisationFrom 0",
        hybrid.freezeNormalisationFrom);
    requireSeconds("data.secondsPerTake", data.secondsPerTake);
    requireSeconds("data.validationSecondsPerTake", data.validationSecondsPerTake);
    require(loss.scale > 0 && loss.scale <= 1e9, "loss.scale must be in (0, 1e9]", loss.scale);
    require(loss.spikeWork >= 0, "loss.spikeWork must not be negative", loss.spikeWork);
    require(loss.gradientNorm >= 0, "loss.gradientNorm must not be negative", loss.gradientNorm);
    require(
        augmentation.dropOut >= 0 && augmentation.dropOut < 1,
        "augmentation.dropOut must be in [0, 1)",
        augmentation.dropOut);
    require(
        augmentation.noiseHz >= 0 && augmentation.noiseHz <= 1000,
        "augmentation.noiseHz must be in [0, 1000]",
        augmentation.noiseHz);
    require(
        augmentation.scale >= 0 && augmentation.scale < 1,
        "augmentation.scale must be in [0, 1)",
        augmentation.scale);
    requirePhase("ann", ann);
    requirePhase("hybrid", hybrid);
    require(
        evaluation.everyMinutes > 0,
        "evaluation.everyMinutes must be positive",
        evaluation.everyMinutes);
    require(evaluation.windows >= 1, "evaluation.windows must be at least 1", evaluation.windows);
    require(
        evaluation.checkpointMinutes > 0,
        "evaluation.checkpointMinutes must be positive",
        evaluation.checkpointMinutes);
    require(
        evaluation.patience >= 0, "evaluation.patience must not be negative", evaluation.patience);
  }

  private static void requireSeconds(String key, double seconds) {
    require(seconds >= 0.5 && seconds <= 60, key + " must be in [0.5, 60]", seconds);
  }

  private static void requirePhase(String key, Phase phase) {
    require(phase.iterations >= 0, key + ".iterations must not be negative", phase.iterations);
    require(phase.minutes >= 0, key + ".minutes must not be negative", phase.minutes);
    require(
        phase.batch >= 1 && phase.batch <= 256, key + ".batch must be in [1, 256]", phase.batch);
    require(
        phase.learningRate > 0 && phase.learningRate < 1,
        key + ".learningRate must be in (0, 1)",
        phase.learningRate);
    require(phase.warmUp >= 0 && phase.warmUp < 1, key + ".warmUp must be in [0, 1)", phase.warmUp);
    require(
        phase.lastShare >= 0 && phase.lastShare <= 1,
        key + ".lastShare must be in [0, 1]",
        phase.lastShare);
    require(
        phase.freezeNormalisationFrom >= 0 && phase.freezeNormalisationFrom <= 1,
        key + ".freezeNormalisationFrom must be in [0, 1]",
        phase.freezeNormalisationFrom);
  }

  private static void require(boolean rule, String sentence, @Nullable Object value) {
    if (!rule) {
      throw new IllegalArgumentException("training settings: " + sentence + ": value=" + value);
    }
  }

  /** About an hour on one core: compact, on five minutes of simulated people. */
  public static TrainingSettings defaults() {
    return new TrainingSettings(
        "compact",
        "compact",
        2022,
        1,
        "runs",
        "",
        false,
        new Model(null, null, null, null, null, null, null, null),
        new Loss(100, 1, 0),
        new Data("", "data/takes", 16, 3, 2, 1.5, 33, 0, 0, false, 0),
        new Augmentation(0.15, 10, 15, true, 0, 0),
        new Phase(200_000, 30, 8, 1e-3, 0.03, 0.02, 1),
        new Phase(200_000, 30, 4, 1e-3, 0.03, 0.02, 0.65),
        new Evaluation(3, 160, 3, 0));
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming file and key that do not fit
   */
  public static TrainingSettings read(Path file) throws IOException {
    try {
      JsonNode given = JSON.readTree(Files.readAllBytes(file));
      if (!(given instanceof ObjectNode object)) {
        throw new IllegalArgumentException(file + ": training settings are a JSON object");
      }
      ObjectNode all = JSON.valueToTree(defaults());
      merge(all, object);
      return JSON.treeToValue(all, TrainingSettings.class);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException rule ? rule : e;
      String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(file + ": " + first, e);
    }
  }

  private static void merge(ObjectNode all, ObjectNode given) {
    given
        .properties()
        .forEach(
            property -> {
              JsonNode old = all.get(property.getKey());
              if (old instanceof ObjectNode inner
                  && property.getValue() instanceof ObjectNode more) {
                merge(inner, more);
              } else {
                all.set(property.getKey(), property.getValue());
              }
            });
  }

  /** The preset with what differs. */
  ModelDescription description() {
    ModelDescription preset = ModelDescription.preset(this.preset);
    ModelDescription d =
        model.stepMicros == null ? preset : preset.withWindowCutInto(model.stepMicros);
    return d.with(
            variant(d.variant()),
            model.tau == null ? d.tau() : model.tau,
            model.lambda == null ? d.lambda() : model.lambda)
        .withAnnInput(model.annInput == null ? d.annInput() : AnnInput.of(model.annInput))
        .withStateInit(
            model.stateInit == null || noStateInit()
                ? d.stateInit()
                : StateInit.of(model.stateInit));
  }

  private boolean noStateInit() {
    return "none".equals(model.stateInit);
  }

  private Variant variant(Variant usual) {
    Variant named = model.variant == null ? usual : Variant.of(model.variant);
    require(
        !noStateInit() || model.variant == null || named == Variant.C,
        "model.stateInit none is the variant C, leave out model.variant",
        model.variant);
    return noStateInit() ? Variant.C : named;
  }

  /** The baseline that is trained; null where it is one of ours. */
  @Nullable BaselineDescription baseline() {
    if (model.baseline == null) {
      return null;
    }
    BaselineDescription scaled =
        BaselineDescription.scaledTo(Baseline.of(model.baseline), description());
    return model.baselineWidth == null ? scaled : scaled.withWidth(model.baselineWidth);
  }

  /** Whether its own takes carry frames. */
  boolean frames() {
    return data.frames || description().annInput() == AnnInput.GREY;
  }

  /** Steps of the longest window that a model is trained on; the last of them has a truth. */
  int longestWindowSteps(ModelDescription model) {
    int parts = TakeGrid.parts(SimulatedTakes.STEP_MICROS, model);
    return Math.max(data.longestWindowSteps / parts * parts, model.stepsPerWindow());
  }

  Path runDirectory() {
    return Path.of(runs, name);
  }
}
