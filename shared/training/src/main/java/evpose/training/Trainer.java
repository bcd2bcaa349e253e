package evpose.training;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.TrainableHybrid;
import evpose.hybrid.djl.WeightNames;
import evpose.weights.ModelBundle;
import evpose.weights.ModelLayout;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Trains one network through both phases: iterate, measure, keep the best, remember where it was.
 * Not thread-safe.
 */
final class Trainer {
  private static final int ANN = 0;
  private static final int HYBRID = 1;

  /** Weight of the newest loss in the running mean that progress shows. */
  private static final double NEWEST = 0.02;

  private final TrainingSettings settings;
  private final ModelDescription description;
  private final TakeLibrary library;
  private final Sampler sampler;
  private final Validation validation;
  private final Progress progress;
  private final Stop stop;
  private final LongSupplier nanoClock;
  private final Curve curve;
  private final TrainableHybrid network;

  private double bestPx = Double.POSITIVE_INFINITY;
  private int stale;
  private double trainedSeconds;
  private double meanLoss;
  private long skipped;

  Trainer(
      TrainingSettings settings,
      ModelDescription description,
      TakeLibrary library,
      Sampler sampler,
      Tensors weights,
      Progress progress,
      Stop stop,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.description = description;
    this.library = library;
    this.sampler = sampler;
    this.progress = progress;
    this.stop = stop;
    this.nanoClock = nanoClock;
    curve = new Curve(settings.runDirectory().resolve("curve.tsv"));
    validation =
        new Validation(
            description,
            sampler,
            library.validationWindows(settings.evaluation().windows()),
            settings.longestWindowSteps(description));
    network =
        new TrainableHybrid(
            description,
            weights,
            settings.threads(),
            settings.loss().scale(),
            settings.loss().gradientNorm(),
            settings.loss().spikeWork());
  }

  /**
   * Runs to the end of the budgets, going on from a checkpoint if there is one.
   *
   * @return whether it came to the end; false when it was asked to stop
   */
  boolean run() throws IOException {
    try (network) {
      Files.createDirectories(settings.runDirectory());
      int phase = ANN;
      long iteration = 0;
      Path file = checkpointFile();
      if (Files.exists(file)) {
        Checkpoint from = Checkpoint.load(file);
        network.restoreWeights(from.weights());
        network.restoreOptimiser(from.optimiser(), from.updates());
        phase = from.phase();
        iteration = from.iteration();
        trainedSeconds = from.trainedSeconds();
        bestPx = from.bestPx();
        stale = from.stale();
        progress.say("going on from %s: phase %d, iteration %d", file, phase, iteration);
      }
      if (phase == ANN) {
        if (!train(ANN, iteration)) {
          return false;
        }
        iteration = 0;
        trainedSeconds = 0;
        stale = 0;
        save(HYBRID, 0);
      }
      return train(HYBRID, iteration);
    }
  }

  private boolean train(int phase, long first) throws IOException {
    TrainingSettings.Phase plan = phase == ANN ? settings.ann() : settings.hybrid();
    progress.begin(phase == ANN ? "ann" : "hybrid");
    meanLoss = Double.NaN;
    long iteration = first;
    double nextMeasure = nextAfter(trainedSeconds, settings.evaluation().everyMinutes());
    double nextSave = nextAfter(trainedSeconds, settings.evaluation().checkpointMinutes());
    for (double done = fraction(plan, iteration); done < 1; done = fraction(plan, iteration)) {
      if (stop.requested()) {
        save(phase, iteration);
        progress.say("stopped after iteration %d, run again to go on", iteration);
        return false;
      }
      if (settings.evaluation().patience() > 0 && stale >= settings.evaluation().patience()) {
        progress.say("no better in %d measurements, the phase ends here", stale);
        save(phase, iteration);
        return true;
      }
      long began = nanoClock.getAsLong();
      iterate(phase, plan, iteration, done);
      trainedSeconds += (nanoClock.getAsLong() - began) * 1e-9;
      iteration++;
      progress.at(iteration, fraction(plan, iteration), state(iteration));
      if (trainedSeconds >= nextMeasure && fraction(plan, iteration) < 1) {
        nextMeasure += 60 * settings.evaluation().everyMinutes();
        measure(phase, iteration);
      }
      if (trainedSeconds >= nextSave) {
        nextSave += 60 * settings.evaluation().checkpointMinutes();
        save(phase, iteration);
      }
    }
    if (iteration > first) {
      measure(phase, iteration);
      save(phase, iteration);
    }
    return true;
  }

  private static double nextAfter(double seconds, double everyMinutes) {
    return (Math.floor(seconds / (60 * everyMinutes)) + 1) * 60 * everyMinutes;
  }

  private double fraction(TrainingSettings.Phase plan, long iteration) {
    double byCount = plan.iterations() == 0 ? 1 : (double) iteration / plan.iterations();
    double byTime = plan.minutes() == 0 ? 0 : trainedSeconds / (60 * plan.minutes());
    return Math.max(byCount, byTime);
  }

  private void iterate(int phase, TrainingSettings.Phase plan, long iteration, double done) {
    SplittableRandom random =
        new SplittableRandom(settings.seed() + 0x9E3779B97F4A7C15L * (2 * iteration + phase));
    double rate = plan.learningRate() * LearningRate.share(done, plan.warmUp(), plan.lastShare());
    double regionShare = settings.data().regionShare();
    double loss;
    if (phase == ANN) {
      Samples s =
          Samples.ofAnn(
              library, sampler, settings.augmentation(), regionShare, plan.batch(), random);
      loss = network.trainAnn(s.annInputs(), s.annTargets(), plan.batch(), s.regions(), rate);
    } else {
      int parts = TakeGrid.parts(SimulatedTakes.STEP_MICROS, description);
      int least = description.stepsPerWindow();
      int more = (settings.longestWindowSteps(description) - least) / parts;
      int steps = more == 0 ? least : least + parts * random.nextInt(more + 1);
      Samples s =
          Samples.ofWindows(
              library, sampler, settings.augmentation(), regionShare, plan.batch(), steps, random);
      boolean batchStatistics = done < plan.freezeNormalisationFrom();
      loss =
          network.trainHybrid(
              s.annInputs(),
              s.events(),
              s.targets(),
              plan.batch(),
              s.regions(),
              batchStatistics,
              rate);
    }
    if (!Double.isFinite(loss)) {
      skipped++;
    } else {
      meanLoss = Double.isNaN(meanLoss) ? loss : meanLoss + NEWEST * (loss - meanLoss);
    }
  }

  private String state(long iteration) {
    return String.format(
        Locale.ROOT,
        "iterations, %.0f ms each, loss %.4f%s",
        1000 * trainedSeconds / iteration,
        meanLoss,
        skipped > 0 ? ", " + skipped + " skipped for a gradient that was no number" : "");
  }

  private void measure(int phase, long iteration) throws IOException {
    Validation.Result result =
        phase == ANN ? validation.measureAnn(network) : validation.measure(network);
    if (phase == ANN) {
      progress.say(
          "measured on %d windows: ann %.2f px, held %d steps %.2f px",
          validation.windows(), result.annPx(), result.heldPx().length, result.heldMeanPx());
    } else {
      progress.say(
          "measured on %d windows: hybrid %.2f px, ann %.2f px, held %.2f px%n%s",
          validation.windows(),
          result.hybridMeanPx(),
          result.annPx(),
          result.heldMeanPx(),
          result.table());
    }
    double px = phase == ANN ? result.heldMeanPx() : result.hybridMeanPx();
    export(phase, "latest");
    curve.add(
        new Curve.Point(
            phase == ANN ? "ann" : "hybrid", iteration, trainedSeconds, meanLoss, result));
    stale++;
    if (px < bestPx) {
      bestPx = px;
      stale = 0;
      export(phase, "best");
      progress.say("best so far: %.2f px, exported to %s", px, exported("best"));
    }
  }

  /** While the ANN learns, a silent head makes the bundle an honest one: the ANN, held. */
  private void export(int phase, String which) throws IOException {
    Tensors weights = description.variant().usesAnn() ? network.weights() : withoutAnn();
    if (phase == ANN) {
      Arrays.fill(weights.get(WeightNames.SNN_HEAD + ".weight").data(), 0);
    }
    Files.createDirectories(exported(which).getParent());
    ModelBundle.of(description, weights).save(exported(which));
  }

  private Tensors withoutAnn() {
    Tensors all = network.weights();
    Tensors kept = new Tensors();
    for (ModelLayout.Entry entry : ModelLayout.of(description)) {
      if (all.contains(entry.name())) {
        kept.put(entry.name(), all.get(entry.name()));
      }
    }
    return kept;
  }

  private Path exported(String which) {
    return settings.runDirectory().resolve(which).resolve(description.preset() + ".safetensors");
  }

  private Path checkpointFile() {
    return settings.runDirectory().resolve("checkpoint.evck");
  }

  private void save(int phase, long iteration) throws IOException {
    Checkpoint.of(network, phase, iteration, trainedSeconds, bestPx, stale).save(checkpointFile());
  }
}
