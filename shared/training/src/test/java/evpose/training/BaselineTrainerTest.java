package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.baseline.Baseline;
import evpose.baseline.BaselineBundle;
import evpose.baseline.BaselineDescription;
import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.TakeFile;
import evpose.events.SensorGeometry;
import evpose.hybrid.ModelDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineTrainerTest {
  /** Half of what random weights give: these see 70 px and more. */
  private static final double LEARNT_PX = 35;

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

  private TrainingSettings settings(String name, Baseline baseline, int iterations, String from) {
    TrainingSettings defaults = TrainingSettings.defaults();
    return new TrainingSettings(
        name,
        "study",
        1,
        1,
        dir.resolve("runs").toString(),
        from,
        false,
        new TrainingSettings.Model(null, null, null, null, null, null, baseline.title(), 4),
        defaults.loss(),
        defaults.data(),
        new TrainingSettings.Augmentation(0, 0, 0, false, 0, 0),
        new TrainingSettings.Phase(iterations, 0, 4, 4e-3, 0.03, 0.02, 1),
        defaults.hybrid(),
        new TrainingSettings.Evaluation(1000, 16, 1000, 0));
  }

  private BaselineTrainer trainer(TrainingSettings settings, Stop stop) throws IOException {
    Sampler sampler = new Sampler(settings.description(), new SensorGeometry(346, 260));
    Progress progress =
        new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), System::nanoTime);
    return new BaselineTrainer(
        settings,
        Objects.requireNonNull(settings.baseline()),
        new TakeLibrary(plans, sampler, 10),
        sampler,
        progress,
        stop,
        System::nanoTime);
  }

  private static BaselineBundle exported(TrainingSettings settings, String which, Baseline baseline)
      throws IOException {
    String name = baseline.title().toLowerCase(Locale.ROOT) + ".safetensors";
    return BaselineBundle.load(settings.runDirectory().resolve(which).resolve(name));
  }

  @ParameterizedTest
  @EnumSource
  void learnsWhereAStickFiguresJointsAre(Baseline baseline) throws IOException {
    TrainingSettings settings = settings("learns-" + baseline, baseline, 120, "");
    assertThat(trainer(settings, new Stop(settings.runDirectory())).run()).isTrue();
    List<String> curve = Files.readAllLines(settings.runDirectory().resolve("curve.tsv"));
    double px = Double.parseDouble(curve.get(curve.size() - 1).split("\t", -1)[3]);
    assertThat(px).as(said.toString(StandardCharsets.UTF_8)).isLessThan(LEARNT_PX);
    assertThat(exported(settings, "best", baseline).description())
        .isEqualTo(new BaselineDescription(baseline, "study", 64, 4));
  }

  @Test
  void aStoppedRunGoesOnToTheSameWeights() throws IOException {
    TrainingSettings straight = settings("straight", Baseline.BALDWIN, 6, "");
    trainer(straight, new Stop(straight.runDirectory())).run();
    TrainingSettings stopped = settings("stopped", Baseline.BALDWIN, 6, "");
    for (boolean ended = false; !ended; ) {
      ended = trainer(stopped, new StopsAfter(stopped.runDirectory(), 4)).run();
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("stopped after iteration 4, run again to go on")
        .contains("checkpoint.evck: iteration 4");
    assertThat(exported(stopped, "latest", Baseline.BALDWIN).sha256())
        .isEqualTo(exported(straight, "latest", Baseline.BALDWIN).sha256());
  }

  /** The number of iterations after which it asks to stop. */
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

  /** Most of a volume is empty, at the far end of its scale: ten channels near it, all spread. */
  @Test
  void aVolumesChannelsAreNormalisedByWhatTrainingSees() throws IOException {
    TrainingSettings settings = settings("input", Baseline.BALDWIN, 1, "");
    trainer(settings, new Stop(settings.runDirectory())).run();
    BaselineBundle bundle = exported(settings, "latest", Baseline.BALDWIN);
    float[] mean = bundle.tensors().get(BaselineDescription.INPUT_MEAN).data();
    float[] variance = bundle.tensors().get(BaselineDescription.INPUT_VARIANCE).data();
    for (int c = 0; c < 10; c++) {
      assertThat(mean[c]).as("channel %d", c).isBetween(5f, 10.408f);
      assertThat(variance[c]).as("channel %d", c).isBetween(0.001f, 30f);
    }
    assertThat(mean[4]).isGreaterThan(mean[0]); // the fifth newest is older
  }

  @Test
  void startsFromItsOwnKindAlone() throws IOException {
    TrainingSettings first = settings("first", Baseline.CALABRESE, 2, "");
    trainer(first, new Stop(first.runDirectory())).run();
    String file = first.runDirectory().resolve("latest/calabrese.safetensors").toString();
    TrainingSettings second = settings("second", Baseline.CALABRESE, 1, file);
    assertThat(trainer(second, new Stop(second.runDirectory())).run()).isTrue();
    TrainingSettings other = settings("other", Baseline.BALDWIN, 1, file);
    assertThatThrownBy(() -> trainer(other, new Stop(other.runDirectory())))
        .hasMessageStartingWith("startFrom must be of the same baseline: startFrom=");
  }

  @Test
  void aPlanNamesItAndItsWidth() throws IOException {
    Path plan = dir.resolve("plan.json");
    Files.writeString(plan, "{\"preset\": \"study\", \"model\": {\"baseline\": \"baldwin\"}}");
    assertThat(TrainingSettings.read(plan).baseline())
        .isEqualTo(BaselineDescription.scaledTo(Baseline.BALDWIN, ModelDescription.study()));
    Files.writeString(
        plan,
        "{\"preset\": \"study\", \"model\": {\"baseline\": \"calabrese\", \"baselineWidth\": 16}}");
    assertThat(TrainingSettings.read(plan).baseline())
        .isEqualTo(new BaselineDescription(Baseline.CALABRESE, "study", 64, 16));
    assertThat(TrainingSettings.defaults().baseline()).isNull();
  }
}
