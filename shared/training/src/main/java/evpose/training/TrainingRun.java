package evpose.training;

import evpose.baseline.BaselineDescription;
import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.DatasetFolder;
import evpose.events.SensorGeometry;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.hybrid.djl.WeightNames;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * One training run, from its settings to the exported weights; what {@code evpose train} calls.
 *
 * <p>A signal to the JVM, or a file STOP in the run's directory, ends it after the current
 * iteration with everything saved; the same command goes on from there.
 */
public final class TrainingRun {
  /** Heads start this much smaller, so that they begin near the answer "nothing". */
  private static final float HEAD_SCALE = 0.1f;

  private TrainingRun() {}

  /**
   * Runs.
   *
   * @param config a JSON file of {@link TrainingSettings}
   * @param out progress for people
   * @return 0 when the run came to its end, 1 when it was stopped before
   * @throws IllegalArgumentException when the settings do not fit; names the key
   */
  public static int run(Path config, PrintStream out) throws IOException, InterruptedException {
    return run(TrainingSettings.read(config), out);
  }

  /** The same with settings that are in memory. */
  public static int run(TrainingSettings settings, PrintStream out)
      throws IOException, InterruptedException {
    Files.createDirectories(settings.runDirectory());
    Stop stop = new Stop(settings.runDirectory());
    CountDownLatch ended = new CountDownLatch(1);
    Thread onExit = new Thread(() -> stopAndWait(stop, ended), "training-stop");
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      return train(settings, new Progress(out, System::nanoTime), stop) ? 0 : 1;
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

  private static boolean train(TrainingSettings settings, Progress progress, Stop stop)
      throws IOException, InterruptedException {
    ModelDescription description = settings.description();
    CameraRig rig = Dhp19Rig.rig();
    List<SimulatedTakes.Plan> plans = SimulatedTakes.plan(settings.data(), settings.frames());
    int makers = Runtime.getRuntime().availableProcessors(); // each take is its own, so any number
    if (!SimulatedTakes.make(plans, rig, makers, progress, stop)) {
      progress.say("stopped while takes were made, run again to go on");
      return false;
    }
    SensorGeometry sensor =
        new SensorGeometry(rig.cameras().get(0).width(), rig.cameras().get(0).height());
    Sampler sampler = new Sampler(description, sensor);
    int parts = TakeGrid.parts(SimulatedTakes.STEP_MICROS, description);
    TakeLibrary library =
        new TakeLibrary(plans, sampler, settings.longestWindowSteps(description) / parts);
    if (!settings.data().dataset().isEmpty()) {
      library.add(DatasetFolder.open(Path.of(settings.data().dataset())));
    }
    BaselineDescription baseline = settings.baseline();
    progress.say(
        "training %s on %d takes, measuring on %d takes of other people",
        baseline == null ? description.preset() : baseline.baseline().title(),
        library.trainTakes(),
        library.validationTakes());
    if (baseline != null) {
      return new BaselineTrainer(
              settings, baseline, library, sampler, progress, stop, System::nanoTime)
          .run();
    }
    Tensors weights = startingWeights(settings, description);
    Trainer trainer =
        new Trainer(
            settings, description, library, sampler, weights, progress, stop, System::nanoTime);
    return trainer.run();
  }

  static Tensors startingWeights(TrainingSettings settings, ModelDescription description)
      throws IOException {
    Tensors weights = randomWeights(description, settings.seed());
    Tensors given = new Tensors();
    if (!settings.startFrom().isEmpty()) {
      given = taken(ModelBundle.load(Path.of(settings.startFrom())), settings, description);
      for (String name : given.names()) {
        if (weights.contains(name)) {
          int[] shape = weights.get(name).shape();
          weights.put(name, new Tensor(shape, given.get(name, shape)));
        }
      }
    }
    for (String head : List.of(WeightNames.ANN_HEAD, WeightNames.SNN_HEAD)) {
      if (!given.contains(head + ".weight")) {
        float[] values = weights.get(head + ".weight").data();
        for (int i = 0; i < values.length; i++) {
          values[i] *= HEAD_SCALE;
        }
      }
    }
    return weights;
  }

  /**
   * What a run takes over. A state initialisation of another form says nothing of its own, though
   * names and shapes are the same: what follows its convolutions is another.
   */
  private static Tensors taken(
      ModelBundle bundle, TrainingSettings settings, ModelDescription description) {
    Tensors all = bundle.tensors();
    StepChange.apply(bundle.description(), description, all);
    Set<String> ann = WeightNames.ann(bundle.description()).keySet();
    Set<String> states = WeightNames.stateInit(bundle.description()).keySet();
    boolean otherForm = bundle.description().stateInit() != description.stateInit();
    Tensors taken = new Tensors();
    for (String name : all.names()) {
      boolean left =
          settings.startFromAnnAlone() ? !ann.contains(name) : otherForm && states.contains(name);
      if (!left) {
        taken.put(name, all.get(name));
      }
    }
    return taken;
  }

  /** With an ANN even where the variant has none, since a run is measured against one. */
  private static Tensors randomWeights(ModelDescription d, long seed) {
    Tensors weights = RandomWeights.of(d.with(Variant.D, d.tau(), d.lambda()), seed);
    if (d.variant() != Variant.D) {
      Tensors own = RandomWeights.of(d, seed);
      own.names().forEach(name -> weights.put(name, own.get(name)));
    }
    return weights;
  }
}
