package evpose.training;

import evpose.baseline.BaselineBundle;
import evpose.baseline.BaselineDescription;
import evpose.datasets.Take;
import evpose.hybrid.djl.TrainableBaseline;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Trains one baseline as the ANN of the hybrid is trained: the same takes, map, augmentation,
 * targets, loss, optimiser and learning rate. Iterate, measure, keep the best, remember where it
 * was. Not thread-safe.
 */
final class BaselineTrainer {
  private static final double NEWEST = 0.02;

  /** Samples that the input's mean and variance are measured on. */
  private static final int MEASURED_SAMPLES = 64;

  private static final int BATCH = 8; // while measuring

  private final TrainingSettings settings;
  private final BaselineDescription description;
  private final TakeLibrary library;
  private final Sampler sampler;
  private final BaselineInput input;
  private final Progress progress;
  private final Stop stop;
  private final LongSupplier nanoClock;
  private final List<TakeLibrary.Window> measured;
  private final TrainableBaseline network;

  private long iteration;
  private double trainedSeconds;
  private double bestPx = Double.POSITIVE_INFINITY;
  private int stale;
  private double meanLoss = Double.NaN;

  BaselineTrainer(
      TrainingSettings settings,
      BaselineDescription description,
      TakeLibrary library,
      Sampler sampler,
      Progress progress,
      Stop stop,
      LongSupplier nanoClock)
      throws IOException {
    this.settings = settings;
    this.description = description;
    this.library = library;
    this.sampler = sampler;
    this.progress = progress;
    this.stop = stop;
    this.nanoClock = nanoClock;
    input = BaselineInput.of(description.baseline(), sampler);
    measured =
        library.validationWindows(settings.evaluation().windows()).stream()
            .filter(BaselineTrainer::hasPast)
            .toList();
    network =
        new TrainableBaseline(
            description,
            startingWeights(),
            settings.threads(),
            settings.loss().scale(),
            settings.loss().gradientNorm());
  }

  private static boolean hasPast(TakeLibrary.Window window) {
    return window.step() * (long) window.take().header().stepMicros() >= BaselineInput.FIRST_MICROS;
  }

  private Tensors startingWeights() throws IOException {
    if (!settings.startFrom().isEmpty()) {
      BaselineBundle given = BaselineBundle.load(Path.of(settings.startFrom()));
      if (!given.description().equals(description)) {
        throw new IllegalArgumentException(
            "startFrom must be of the same baseline: startFrom="
                + given.description()
                + ", trained="
                + description);
      }
      return given.tensors();
    }
    Tensors weights = description.random(settings.seed());
    if (description.baseline().measuresInput()) {
      measureInput(weights);
    }
    return weights;
  }

  /** Mean and variance of each channel over samples of the training people, not augmented. */
  private void measureInput(Tensors weights) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    SampleMap map = SampleMap.plain(sampler.map());
    int channels = description.baseline().channels();
    int cells = input.cells();
    float[] sample = new float[input.length()];
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    for (int s = 0; s < MEASURED_SAMPLES; s++) {
      TakeLibrary.Window w = draw(random);
      input.fill(w.take(), w.camera(), w.step(), map, sample, 0);
      for (int i = 0; i < sample.length; i++) {
        sum[i / cells] += sample[i];
        squares[i / cells] += (double) sample[i] * sample[i];
      }
    }
    double count = (double) MEASURED_SAMPLES * cells;
    for (int c = 0; c < channels; c++) {
      double mean = sum[c] / count;
      weights.get(BaselineDescription.INPUT_MEAN).data()[c] = (float) mean;
      weights.get(BaselineDescription.INPUT_VARIANCE).data()[c] =
          (float) (squares[c] / count - mean * mean);
    }
  }

  private TakeLibrary.Window draw(SplittableRandom random) {
    while (true) { // takes are longer than the past that is wanted
      TakeLibrary.Window w = library.draw(random);
      if (hasPast(w)) {
        return w;
      }
    }
  }

  /**
   * Runs to the end of the budgets, going on from a checkpoint if there is one.
   *
   * @return whether it came to the end; false when it was asked to stop
   */
  boolean run() throws IOException {
    try (network) {
      Files.createDirectories(settings.runDirectory());
      progress.say(
          "%s on %dx%d cells, width %d: %d weights, %.1f MMAC an answer",
          description.baseline().title(),
          description.inputSize(),
          description.inputSize(),
          description.width(),
          description.parameters(),
          description.macs() / 1e6);
      resume();
      return train();
    }
  }

  private void resume() throws IOException {
    if (Files.exists(checkpointFile())) {
      Checkpoint from = Checkpoint.load(checkpointFile());
      network.restoreWeights(from.weights());
      network.restoreOptimiser(from.optimiser(), from.updates()[0]);
      iteration = from.iteration();
      trainedSeconds = from.trainedSeconds();
      bestPx = from.bestPx();
      stale = from.stale();
      progress.say("going on from %s: iteration %d", checkpointFile(), iteration);
    }
  }

  private boolean train() throws IOException {
    TrainingSettings.Phase plan = settings.ann();
    TrainingSettings.Evaluation when = settings.evaluation();
    progress.begin(description.baseline().title());
    double nextMeasure = nextAfter(when.everyMinutes());
    double nextSave = nextAfter(when.checkpointMinutes());
    long first = iteration;
    for (double done = fraction(plan); done < 1; done = fraction(plan)) {
      if (stop.requested()) {
        save();
        progress.say("stopped after iteration %d, run again to go on", iteration);
        return false;
      }
      if (when.patience() > 0 && stale >= when.patience()) {
        progress.say("no better in %d measurements, the run ends here", stale);
        return true;
      }
      long began = nanoClock.getAsLong();
      iterate(plan, done);
      trainedSeconds += (nanoClock.getAsLong() - began) * 1e-9;
      iteration++;
      progress.at(iteration, fraction(plan), state());
      if (trainedSeconds >= nextMeasure && fraction(plan) < 1) {
        nextMeasure += 60 * when.everyMinutes();
        measure();
      }
      if (trainedSeconds >= nextSave) {
        nextSave += 60 * when.checkpointMinutes();
        save();
      }
    }
    if (iteration > first) {
      measure();
    }
    return true;
  }

  private double nextAfter(double everyMinutes) {
    return (Math.floor(trainedSeconds / (60 * everyMinutes)) + 1) * 60 * everyMinutes;
  }

  private double fraction(TrainingSettings.Phase plan) {
    double byCount = plan.iterations() == 0 ? 1 : (double) iteration / plan.iterations();
    double byTime = plan.minutes() == 0 ? 0 : trainedSeconds / (60 * plan.minutes());
    return Math.max(byCount, byTime);
  }

  private void iterate(TrainingSettings.Phase plan, double done) {
    SplittableRandom random =
        new SplittableRandom(settings.seed() + 0x9E3779B97F4A7C15L * (iteration + 1));
    int batch = plan.batch();
    float[] inputs = new float[batch * input.length()];
    float[] targets = new float[batch * sampler.targetLength()];
    double[] joints = new double[2 * Take.JOINTS];
    for (int b = 0; b < batch; b++) {
      TakeLibrary.Window w = draw(random);
      SampleMap map = SampleMap.random(sampler.map(), settings.augmentation(), random);
      input.fill(w.take(), w.camera(), w.step(), map, inputs, b * input.length());
      sampler.joints(w.take(), w.camera(), w.step() - 1, map, joints);
      sampler.target(joints, targets, b * sampler.targetLength());
    }
    double rate = plan.learningRate() * LearningRate.share(done, plan.warmUp(), plan.lastShare());
    double loss = network.train(inputs, targets, batch, rate);
    if (Double.isFinite(loss)) {
      meanLoss = Double.isNaN(meanLoss) ? loss : meanLoss + NEWEST * (loss - meanLoss);
    }
  }

  private String state() {
    return String.format(
        Locale.ROOT,
        "iterations, %.0f ms each, loss %.4f",
        1000 * trainedSeconds / iteration,
        meanLoss);
  }

  private void measure() throws IOException {
    double px = px();
    progress.say("measured on %d key frames: %.2f px", measured.size(), px);
    log(px);
    export("latest");
    stale++;
    if (px < bestPx) {
      bestPx = px;
      stale = 0;
      export("best");
      progress.say("best so far: %.2f px, exported to %s", px, exported("best"));
    }
    save();
  }

  /** Mean error over the joints of the people to measure with, sensor pixels. */
  private double px() {
    SampleMap plain = SampleMap.plain(sampler.map());
    int n = description.inputSize();
    double[] joints = new double[2 * Take.JOINTS];
    double[] peak = new double[2];
    double sum = 0;
    long count = 0;
    for (int begin = 0; begin < measured.size(); begin += BATCH) {
      List<TakeLibrary.Window> batch =
          measured.subList(begin, Math.min(measured.size(), begin + BATCH));
      float[] inputs = new float[batch.size() * input.length()];
      for (int b = 0; b < batch.size(); b++) {
        TakeLibrary.Window w = batch.get(b);
        input.fill(w.take(), w.camera(), w.step(), plain, inputs, b * input.length());
      }
      float[] heatmaps = network.heatmaps(inputs, batch.size());
      for (int b = 0; b < batch.size(); b++) {
        TakeLibrary.Window w = batch.get(b);
        sampler.joints(w.take(), w.camera(), w.step() - 1, plain, joints);
        for (int j = 0; j < Take.JOINTS; j++) {
          if (!Double.isNaN(joints[2 * j])) {
            Peak.find(heatmaps, (b * Take.JOINTS + j) * n * n, n, peak);
            sum += Math.hypot(peak[0] - joints[2 * j], peak[1] - joints[2 * j + 1]);
            count++;
          }
        }
      }
    }
    return sampler.map().bin() * sum / count;
  }

  private void log(double px) throws IOException {
    Path file = settings.runDirectory().resolve("curve.tsv");
    if (!Files.exists(file)) {
      Files.writeString(file, "iteration\tseconds\tloss\tpx\n");
    }
    String line =
        String.format(
            Locale.ROOT, "%d\t%.0f\t%.5f\t%.3f%n", iteration, trainedSeconds, meanLoss, px);
    Files.writeString(file, line, StandardOpenOption.APPEND);
  }

  private void export(String which) throws IOException {
    Files.createDirectories(exported(which).getParent());
    BaselineBundle.of(description, network.weights()).save(exported(which));
  }

  private Path exported(String which) {
    String name = description.baseline().title().toLowerCase(Locale.ROOT);
    return settings.runDirectory().resolve(which).resolve(name + ".safetensors");
  }

  private Path checkpointFile() {
    return settings.runDirectory().resolve("checkpoint.evck");
  }

  private void save() throws IOException {
    new Checkpoint(
            0,
            iteration,
            trainedSeconds,
            bestPx,
            stale,
            new long[] {network.updates(), 0},
            network.weights(),
            network.optimiserState())
        .save(checkpointFile());
  }
}
