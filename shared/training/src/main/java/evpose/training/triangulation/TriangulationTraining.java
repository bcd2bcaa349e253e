package evpose.training.triangulation;

import evpose.hybrid.djl.TrainableTemporal;
import evpose.temporal.TemporalBundle;
import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalInput;
import evpose.training.Checkpoint;
import evpose.training.LearningRate;
import evpose.training.Progress;
import evpose.training.Stop;
import evpose.weights.Safetensors;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * Learns to triangulate: iterate, measure, keep the best, remember where it was. A signal, or a
 * file STOP in the run's directory, ends it after the current iteration; the same command goes on
 * from there.
 *
 * @see "model-spec 6.4"
 */
public final class TriangulationTraining {
  /** People from here on are the test set's. */
  private static final int FIRST_TEST_SUBJECT = 13;

  private static final double NEWEST = 0.02;

  private final TriangulationPlan plan;
  private final TemporalDescription description;
  private final Windows train;
  private final Windows validation;
  private final List<Windows.Window> measured;
  private final List<EstimatedTake> takes;
  private final Progress progress;
  private final Stop stop;
  private final LongSupplier nanoClock;
  private final Disguise disguise;
  private final TrainableTemporal network;

  private long iteration;
  private double trainedSeconds;
  private double bestMm = Double.POSITIVE_INFINITY;
  private double meanLoss = Double.NaN;

  TriangulationTraining(
      TriangulationPlan plan,
      List<EstimatedTake> takes,
      Progress progress,
      Stop stop,
      LongSupplier nanoClock)
      throws IOException {
    this.plan = plan;
    this.takes = takes;
    this.progress = progress;
    this.stop = stop;
    this.nanoClock = nanoClock;
    description = plan.description();
    List<Integer> others = plan.validationSubjects();
    int frames = description.frames();
    train = new Windows(takes, frames, s -> s < FIRST_TEST_SUBJECT && !others.contains(s));
    validation = new Windows(takes, frames, others::contains);
    if (train.takes() == 0 || validation.takes() == 0) {
      throw new IllegalArgumentException(
          "there must be somebody to learn from and somebody to measure with, `evpose dataset"
              + " poses` makes estimates: folder="
              + plan.estimates()
              + ", takes to learn from="
              + train.takes()
              + ", to measure with="
              + validation.takes());
    }
    measured = validation.evenly(plan.windows());
    disguise = new Disguise(Windows.cameras(takes.get(0)));
    Tensors start =
        plan.startFrom().isEmpty()
            ? description.random(plan.seed())
            : Safetensors.read(Path.of(plan.startFrom()));
    network = new TrainableTemporal(description, start, plan.threads(), plan.gradientNorm());
  }

  /**
   * Runs.
   *
   * @param out progress for people
   * @return 0 when the run came to its end, 1 when it was stopped before
   */
  public static int run(TriangulationPlan plan, PrintStream out) throws IOException {
    Stop stop = new Stop(plan.runDirectory());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopAndWait(stop, ended), "training-stop"));
    try {
      Progress progress = new Progress(out, System::nanoTime);
      List<EstimatedTake> takes = EstimatedTakes.open(Path.of(plan.estimates()));
      return new TriangulationTraining(plan, takes, progress, stop, System::nanoTime).run() ? 0 : 1;
    } finally {
      ended.countDown();
    }
  }

  private static void stopAndWait(Stop stop, CountDownLatch ended) {
    stop.ask();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean run() throws IOException {
    Files.createDirectories(plan.runDirectory());
    progress.say(
        "%d frames, width %d: %d weights, %.2f MMAC a pose; %d takes to learn from, %d to measure"
            + " with",
        description.frames(),
        description.width(),
        description.parameters(),
        description.macs() / 1e6,
        train.takes(),
        validation.takes());
    try (network) {
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
      bestMm = from.bestPx();
      progress.say("going on from %s: iteration %d", checkpointFile(), iteration);
    }
  }

  private boolean train() throws IOException {
    progress.begin("learn");
    double between = 60 * plan.everyMinutes();
    double next = (Math.floor(trainedSeconds / between) + 1) * between;
    for (double done = fraction(); done < 1; done = fraction()) {
      if (stop.requested()) {
        save();
        progress.say("stopped after iteration %d, run again to go on", iteration);
        return false;
      }
      long began = nanoClock.getAsLong();
      iterate(done);
      trainedSeconds += (nanoClock.getAsLong() - began) * 1e-9;
      iteration++;
      progress.at(
          iteration,
          fraction(),
          String.format(
              Locale.ROOT,
              "iterations, %.0f ms each, loss %.1f mm",
              1000 * trainedSeconds / iteration,
              TemporalInput.UNIT_MM * meanLoss));
      if (trainedSeconds >= next && fraction() < 1) {
        next += between;
        measure();
      }
    }
    measure();
    return true;
  }

  private double fraction() {
    double byCount = plan.iterations() == 0 ? 1 : (double) iteration / plan.iterations();
    double byTime = plan.minutes() == 0 ? 0 : trainedSeconds / (60 * plan.minutes());
    return Math.max(byCount, byTime);
  }

  private void iterate(double done) {
    long seed = plan.seed() + 0x9E3779B97F4A7C15L * (iteration + 1);
    SplittableRandom random = new SplittableRandom(seed);
    int batch = plan.batch();
    int length = description.channels() * description.frames();
    float[] inputs = new float[batch * length];
    float[] targets = new float[batch * EstimatedTake.ROOM];
    double[] centre = new double[3];
    for (int b = 0; b < batch; ) {
      Windows.Window window = train.draw(random);
      if (train.cut(window, inputs, b * length, centre)) {
        Windows.target(window, centre, targets, b * EstimatedTake.ROOM);
        if (plan.disguise()) {
          disguise.draw(random);
          disguise.apply(
              inputs, b * length, description.frames(), centre, targets, b * EstimatedTake.ROOM);
        }
        b++;
      }
    }
    double rate = plan.learningRate() * LearningRate.share(done, plan.warmUp(), plan.lastShare());
    double loss = network.train(inputs, targets, batch, plan.dropout(), rate, random.nextLong());
    if (Double.isFinite(loss)) {
      meanLoss = Double.isNaN(meanLoss) ? loss : meanLoss + NEWEST * (loss - meanLoss);
    }
  }

  private void measure() throws IOException {
    Measurement result = Measurement.of(network, description, validation, measured);
    progress.say("measured on %s", result.line());
    log(result);
    export("latest", result);
    if (result.learnedMm() < bestMm) {
      bestMm = result.learnedMm();
      export("best", result);
      progress.say("best so far: %.2f mm, exported", bestMm);
    }
    save();
  }

  private void log(Measurement m) throws IOException {
    Path file = plan.runDirectory().resolve("curve.tsv");
    if (!Files.exists(file)) {
      Files.writeString(file, "iteration\tseconds\tlossMm\tgeometryMm\tlearnedMm\tallJointsMm\n");
    }
    String line =
        String.format(
            Locale.ROOT,
            "%d\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f%n",
            iteration,
            trainedSeconds,
            TemporalInput.UNIT_MM * meanLoss,
            m.geometryMm(),
            m.learnedMm(),
            m.learnedAllMm());
    Files.writeString(file, line, StandardOpenOption.APPEND);
  }

  private void export(String which, Measurement result) throws IOException {
    EstimatedTake any = takes.get(0);
    Path file = plan.runDirectory().resolve(which).resolve("triangulation.safetensors");
    Files.createDirectories(file.getParent());
    TemporalBundle.of(
            description,
            Windows.cameras(any),
            any.modelSha256(),
            any.stepMicros(),
            network.weights())
        .save(file);
    Files.writeString(file.resolveSibling("measured.txt"), result.line() + "\n");
  }

  private void save() throws IOException {
    new Checkpoint(
            0,
            iteration,
            trainedSeconds,
            bestMm,
            0,
            new long[] {network.updates(), 0},
            network.weights(),
            network.optimiserState())
        .save(checkpointFile());
  }

  private Path checkpointFile() {
    return plan.runDirectory().resolve("checkpoint.evck");
  }
}
