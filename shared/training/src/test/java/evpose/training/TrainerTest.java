package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.TakeFile;
import evpose.events.SensorGeometry;
import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.hybrid.djl.TrainableHybrid;
import evpose.weights.ModelBundle;
import evpose.weights.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  /** Small enough to learn in seconds: 32x32 cells of 8x8 pixels. */
  private static final ModelDescription SMALL =
      new ModelDescription(
          "small", 0.25, 32, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
          Variant.D);

  @TempDir Path dir;
  private final CameraRig rig = Dhp19Rig.rig();
  private List<SimulatedTakes.Plan> plans;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void playTakes() throws IOException {
    plans =
        SimulatedTakes.plan(
            new TrainingSettings.Data("", dir.toString(), 4, 1, 0.6, 0.6, 2, 0, 0, false, 0),
            false);
    for (int i = 0; i < plans.size(); i++) {
      SimulatedTakes.Plan plan = plans.get(i);
      TakeFile.record(
          plan.file(), plan.subject(), plan.movement(), 10_000, 60, rig, new StickFigure(rig, i));
    }
  }

  private TrainingSettings settings(String name, int annIterations, int hybridIterations) {
    TrainingSettings defaults = TrainingSettings.defaults();
    return new TrainingSettings(
        name,
        "study",
        1,
        1,
        dir.resolve("runs").toString(),
        "",
        false,
        defaults.model(),
        defaults.loss(),
        defaults.data(),
        new TrainingSettings.Augmentation(0, 0, 0, false, 0.2, 0.5),
        new TrainingSettings.Phase(annIterations, 0, 4, 2e-3, 0.03, 0.02, 1),
        new TrainingSettings.Phase(hybridIterations, 0, 2, 1e-3, 0.03, 0.02, 0.65),
        new TrainingSettings.Evaluation(1000, 16, 1000, 0));
  }

  private Trainer trainer(TrainingSettings settings, Stop stop) throws IOException {
    return trainer(settings, SMALL, stop);
  }

  private Trainer trainer(TrainingSettings settings, ModelDescription model, Stop stop)
      throws IOException {
    Sampler sampler = new Sampler(model, new SensorGeometry(346, 260));
    int parts = (int) (10_000 / model.stepMicros());
    TakeLibrary library =
        new TakeLibrary(plans, sampler, settings.longestWindowSteps(model) / parts);
    Tensors weights = TrainingRun.startingWeights(settings, model);
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Progress progress = new Progress(out, System::nanoTime);
    return new Trainer(
        settings, model, library, sampler, weights, progress, stop, System::nanoTime);
  }

  /** Truths come at 100 Hz, so of its twenty steps a window every second is scored. */
  @Test
  void aNetworkOfShorterStepsIsToldEverySecondAndSaysSoInItsBundle() throws IOException {
    ModelDescription fast = SMALL.withWindowCutInto(5_000).with(Variant.D, 5, 0.9);
    TrainingSettings settings = settings("fast", 0, 3);
    assertThat(trainer(settings, fast, new Stop(settings.runDirectory())).run()).isTrue();
    ModelBundle latest =
        ModelBundle.load(settings.runDirectory().resolve("latest").resolve("small.safetensors"));
    assertThat(latest.description()).isEqualTo(fast);
    assertThat(latest.description().stepMicros()).isEqualTo(5_000);
    List<String> curve = Files.readAllLines(settings.runDirectory().resolve("curve.tsv"));
    String errors = curve.get(curve.size() - 1).split("\t", -1)[7];
    assertThat(errors.split(" ", -1)).hasSize(10);
    assertThat(rates()).hasSize(20);
  }

  /** Of the first layer, step by step, in the last measurement that was said. */
  private List<String> rates() {
    String line =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(l -> l.contains("rate static"))
            .reduce("", (a, b) -> b);
    String numbers = line.substring(0, line.indexOf("mean")).replace("rate static", "");
    return List.of(numbers.strip().split("\\s+", -1));
  }

  @Test
  void learnsWhereAStickFiguresJointsAre() throws IOException {
    TrainingSettings settings = settings("learns", 500, 12);
    assertThat(trainer(settings, new Stop(settings.runDirectory())).run()).isTrue();
    ModelBundle best =
        ModelBundle.load(settings.runDirectory().resolve("best").resolve("small.safetensors"));
    assertThat(best.description()).isEqualTo(SMALL);

    Sampler sampler = new Sampler(SMALL, new SensorGeometry(346, 260));
    TakeLibrary library = new TakeLibrary(plans, sampler, SMALL.stepsPerWindow());
    Validation validation =
        new Validation(SMALL, sampler, library.validationWindows(16), SMALL.stepsPerWindow());
    double untrained = hybridPx(validation, TrainingRun.startingWeights(settings, SMALL));
    double trained = hybridPx(validation, best.tensors());
    assertThat(untrained).isGreaterThan(40);
    assertThat(trained).as(said.toString(StandardCharsets.UTF_8)).isLessThan(12);
  }

  private static double hybridPx(Validation validation, Tensors weights) {
    try (var network = new TrainableHybrid(SMALL, weights, 1)) {
      return validation.measure(network).hybridMeanPx();
    }
  }

  @Test
  void aStoppedRunGoesOnToTheSameWeights() throws IOException {
    TrainingSettings straight = settings("straight", 6, 4);
    trainer(straight, new Stop(straight.runDirectory())).run();

    TrainingSettings stopped = settings("stopped", 6, 4);
    for (boolean ended = false; !ended; ) {
      ended = trainer(stopped, new StopsAfter(stopped.runDirectory(), 3)).run();
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("stopped after iteration 3, run again to go on")
        .contains("phase 1, iteration 3");
    Path weights = Path.of("latest", "small.safetensors");
    assertThat(Files.readAllBytes(stopped.runDirectory().resolve(weights)))
        .isEqualTo(Files.readAllBytes(straight.runDirectory().resolve(weights)));
  }

  @Test
  void aPureSnnIsTrainedAloneAndExportedWithoutAnAnn() throws IOException {
    ModelDescription pure = SMALL.with(Variant.A, 2, 0.95);
    TrainingSettings settings = settings("pure", 0, 3);
    Sampler sampler = new Sampler(pure, new SensorGeometry(346, 260));
    TakeLibrary library = new TakeLibrary(plans, sampler, pure.stepsPerWindow());
    Tensors weights = TrainingRun.startingWeights(settings, pure);
    Progress progress =
        new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), System::nanoTime);
    Stop stop = new Stop(settings.runDirectory());
    Trainer trainer =
        new Trainer(settings, pure, library, sampler, weights, progress, stop, System::nanoTime);
    assertThat(trainer.run()).isTrue();
    ModelBundle latest =
        ModelBundle.load(settings.runDirectory().resolve("latest").resolve("small.safetensors"));
    assertThat(latest.description()).isEqualTo(pure);
    assertThat(latest.tensors().names())
        .allMatch(name -> name.contains("_snn"))
        .contains("temporalflat_snn.norm_layer.running_var");
    assertThat(Files.readAllLines(settings.runDirectory().resolve("curve.tsv")))
        .hasSize(2)
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("hybrid\t3\t");
  }

  @Test
  void anAnnOnFramesLearnsWhereAStickFiguresJointsAre() throws IOException {
    ModelDescription grey = SMALL.withAnnInput(AnnInput.GREY);
    TrainingSettings settings = settings("grey", 500, 3);
    Sampler sampler = new Sampler(grey, new SensorGeometry(346, 260));
    assertThatThrownBy(() -> new TakeLibrary(plans, sampler, grey.stepsPerWindow()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            plans.get(0).file()
                + ": the network's ANN looks at grey frames, and the take has none");
    for (int i = 0; i < plans.size(); i++) {
      SimulatedTakes.Plan plan = plans.get(i);
      TakeFile.record(
          plan.file(),
          plan.subject(),
          plan.movement(),
          10_000,
          60,
          rig,
          StickFigure.filmed(rig, i));
    }
    TakeLibrary library = new TakeLibrary(plans, sampler, grey.stepsPerWindow());
    Tensors untrained = TrainingRun.startingWeights(settings, grey);
    Progress progress =
        new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), System::nanoTime);
    Stop stop = new Stop(settings.runDirectory());
    new Trainer(settings, grey, library, sampler, untrained, progress, stop, System::nanoTime)
        .run();
    ModelBundle best =
        ModelBundle.load(settings.runDirectory().resolve("best").resolve("small.safetensors"));
    assertThat(best.description()).isEqualTo(grey);
    Validation validation =
        new Validation(grey, sampler, library.validationWindows(16), grey.stepsPerWindow());
    try (var network = new TrainableHybrid(grey, best.tensors(), 1)) {
      assertThat(validation.measureAnn(network).annPx())
          .as(said.toString(StandardCharsets.UTF_8))
          .isLessThan(12);
    }
  }

  @Test
  void aPhaseEndsEarlyWhenNothingGetsBetter() throws IOException {
    TrainingSettings usual = settings("early", 0, 200);
    TrainingSettings.Phase still = new TrainingSettings.Phase(200, 0, 2, 1e-30, 0.03, 0.02, 0);
    TrainingSettings settings =
        new TrainingSettings(
            usual.name(),
            usual.preset(),
            usual.seed(),
            usual.threads(),
            usual.runs(),
            usual.startFrom(),
            usual.startFromAnnAlone(),
            usual.model(),
            usual.loss(),
            usual.data(),
            usual.augmentation(),
            usual.ann(),
            still,
            new TrainingSettings.Evaluation(1e-9, 16, 1000, 2));
    assertThat(trainer(settings, new Stop(settings.runDirectory())).run()).isTrue();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("no better in 2 measurements, the phase ends here");
    assertThat(Files.readAllLines(settings.runDirectory().resolve("curve.tsv")))
        .hasSize(4); // the header, the first, and two that are no better
  }

  @Test
  void windowsOfRandomLengthAreLearntAndTheLongestMeasured() throws IOException {
    TrainingSettings usual = settings("long", 0, 3);
    TrainingSettings settings =
        new TrainingSettings(
            usual.name(),
            usual.preset(),
            usual.seed(),
            usual.threads(),
            usual.runs(),
            usual.startFrom(),
            usual.startFromAnnAlone(),
            usual.model(),
            usual.loss(),
            new TrainingSettings.Data("", dir.toString(), 4, 1, 0.6, 0.6, 2, 0, 25, false, 0),
            usual.augmentation(),
            usual.ann(),
            usual.hybrid(),
            usual.evaluation());
    assertThat(trainer(settings, new Stop(settings.runDirectory())).run()).isTrue();
    List<String> curve = Files.readAllLines(settings.runDirectory().resolve("curve.tsv"));
    String errorsPerStep = curve.get(curve.size() - 1).split("\t", -1)[7];
    assertThat(errorsPerStep.split(" ", -1)).hasSize(25);
  }

  /** A wish to stop at every third question. */
  private static final class StopsAfter extends Stop {
    private int left;

    StopsAfter(Path runDirectory, int iterations) {
      super(runDirectory);
      left = iterations;
    }

    @Override
    public boolean requested() {
      return left-- == 0;
    }
  }
}
