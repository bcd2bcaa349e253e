package evpose.training.evaluation;

import evpose.datasets.DatasetFolder;
import evpose.datasets.FrozenTestSet;
import evpose.datasets.Split;
import evpose.datasets.Take;
import evpose.simulation.Movements;
import evpose.temporal.TemporalBundle;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.training.Thinning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: a data set, and motion captures if asked for. */
public final class Evaluation {
  /** Hears how far a run is. */
  public interface Progress {
    /** A stage begins. */
    void stage(String name, int of);

    /** So many of the stage are done. */
    void at(int done);
  }

  private static final int MOST_CAPTURE_BLOCKS = 100;

  private Evaluation() {}

  /**
   * Runs it.
   *
   * @throws IOException when there is no data set, it is not what its manifest says, or a capture
   *     cannot be read; says what to do
   * @throws IllegalArgumentException when the models do not go together
   */
  public static EvaluationResult run(EvaluationSettings settings, Progress progress)
      throws IOException, InterruptedException {
    DatasetFolder dataset = DatasetFolder.open(settings.dataset());
    List<Take> takes = settings.split().open(dataset, settings.dataset());
    if (settings.split() == MeasuredSplit.TEST) {
      requireAsPromised(dataset, progress);
    }
    List<Predictor> predictors =
        Predictors.of(
            settings.models(),
            settings.baselines(),
            settings.delaySteps(),
            settings.wholeNumbers());
    Path scratch = Files.createTempDirectory("evpose-evaluate");
    try {
      requireSteps(takes, predictors);
      requireFrames(takes, settings);
      return measure(settings, dataset, takes, predictors, scratch, progress);
    } finally {
      predictors.forEach(Predictor::close);
      delete(scratch);
    }
  }

  private static EvaluationResult measure(
      EvaluationSettings settings,
      DatasetFolder dataset,
      List<Take> takes,
      List<Predictor> predictors,
      Path scratch,
      Progress progress)
      throws IOException, InterruptedException {
    int stepsPerWindow =
        TakeGrid.truthsPerWindow(
            takes.get(0).header().stepMicros(), predictors.get(0).description());
    List<Block> blocks = Block.of(takes, stepsPerWindow, settings.blocks());
    if (blocks.isEmpty()) {
      throw new IOException(
          "takes are too short to measure with, at least "
              + 2 * Block.WINDOWS * stepsPerWindow
              + " steps are needed: folder="
              + settings.dataset());
    }
    // before the long part, so that broken files show early
    MocapTakes captures = captures(settings, scratch, stepsPerWindow, progress);
    Bench bench = new Bench(predictors, settings.threads());
    progress.stage("blocks", blocks.size());
    Bench.Result measured = bench.run(blocks, Movements::nameOf, progress::at);
    return new EvaluationResult(
        settings,
        dataset.manifest(),
        FrozenTestSet.is(dataset.manifest()),
        Block.rule(blocks.size(), takes.size(), takes.get(0).cameras(), stepsPerWindow),
        blocks.size(),
        takes.size(),
        measured,
        learned(settings, blocks, progress),
        onDemand(settings, takes, scratch, progress),
        mocap(settings, captures, bench, stepsPerWindow, progress));
  }

  private static LearnedRoom.@Nullable Result learned(
      EvaluationSettings settings, List<Block> blocks, Progress progress) {
    TemporalBundle network = settings.triangulation();
    if (network == null) {
      return null;
    }
    progress.stage("learned triangulation", blocks.size());
    return new LearnedRoom(settings.hybrid(), network).run(blocks, progress::at);
  }

  private static @Nullable OnDemand onDemand(
      EvaluationSettings settings, List<Take> takes, Path scratch, Progress progress)
      throws IOException, InterruptedException {
    if (settings.policies().isEmpty()) {
      return null;
    }
    int people = Math.min(StandingTakes.MOST_PEOPLE, settings.policyTakes());
    progress.stage("people who stand", people);
    List<Take> standing = StandingTakes.simulate(scratch, people, progress::at);
    PolicyBench bench = new PolicyBench(settings.hybrid(), settings.policies(), settings.threads());
    PolicyResult still = bench.run(standing, done -> {});
    List<Take> played = Thinning.evenly(takes, settings.policyTakes());
    progress.stage("takes by policy", played.size());
    return new OnDemand(bench.run(played, progress::at), still);
  }

  /** Numbers of a test split are of these very bytes, or there are none. */
  private static void requireAsPromised(DatasetFolder dataset, Progress progress)
      throws IOException {
    progress.stage("checksums", 1);
    List<String> faults = dataset.faults(Split.TEST);
    if (!faults.isEmpty()) {
      throw new IOException(
          "the test split is not what its manifest says, `evpose dataset verify` tells all: "
              + faults.get(0));
    }
    progress.at(1);
  }

  private static void requireSteps(List<Take> takes, List<Predictor> predictors) {
    for (Take take : takes) {
      if (take.header().stepMicros() != takes.get(0).header().stepMicros()) {
        throw new IllegalArgumentException(
            "takes of one data set have one step: one="
                + takes.get(0).header().stepMicros()
                + " µs, other="
                + take.header().stepMicros()
                + " µs");
      }
    }
    for (Predictor predictor : predictors) {
      TakeGrid.parts(takes.get(0).header().stepMicros(), predictor.description());
    }
  }

  /** Where somebody looks at frames, all are measured on takes that have them. */
  private static void requireFrames(List<Take> takes, EvaluationSettings settings)
      throws IOException {
    for (NamedModel model : settings.models()) {
      Sampler sampler = new Sampler(model.bundle().description(), Sensors.DAVIS346);
      try {
        takes.forEach(sampler::requireKeyFrames);
      } catch (IllegalArgumentException e) {
        throw new IOException(
            e.getMessage() + ", model=" + model.name() + ", folder=" + settings.dataset(), e);
      }
    }
  }

  private static MocapTakes captures(
      EvaluationSettings settings, Path scratch, int stepsPerWindow, Progress progress)
      throws IOException {
    Path folder = settings.mocap();
    if (folder == null) {
      return new MocapTakes(List.of(), List.of());
    }
    List<Path> files = MocapTakes.find(folder);
    progress.stage("captures", files.size());
    boolean frames = settings.models().stream().anyMatch(NamedModel::seesFrames);
    MocapTakes captures = MocapTakes.simulate(folder, files, frames, scratch, progress::at);
    if (Block.of(captures.takes(), stepsPerWindow, 1).isEmpty()) {
      throw new IOException("the motion captures are too short to measure with: folder=" + folder);
    }
    return captures;
  }

  private static EvaluationResult.@Nullable Mocap mocap(
      EvaluationSettings settings,
      MocapTakes captures,
      Bench bench,
      int stepsPerWindow,
      Progress progress)
      throws InterruptedException {
    if (captures.takes().isEmpty()) {
      return null;
    }
    int most = Math.min(settings.blocks(), MOST_CAPTURE_BLOCKS);
    List<Block> blocks = Block.of(captures.takes(), stepsPerWindow, most);
    progress.stage("capture blocks", blocks.size());
    Bench.Result result = bench.run(blocks, captures.files()::get, progress::at);
    return new EvaluationResult.Mocap(
        String.valueOf(settings.mocap()), captures.files(), blocks.size(), result);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> inside = Files.list(folder)) {
      inside.forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
