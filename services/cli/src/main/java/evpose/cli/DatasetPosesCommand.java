package evpose.cli;

import evpose.datasets.DatasetFolder;
import evpose.training.triangulation.EstimatedTakes;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the hybrid sees of a data set, to learn triangulation from. */
@Command(
    name = "poses",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the hybrid over a data set's takes and stores its 2D poses at every step with the truth, a file a take (0.3 MB for two"
          + " cameras and 5 s), for `train --triangulation`.",
      "Ctrl-C stops it; the same command goes on where it was."
    })
final class DatasetPosesCommand implements Callable<Integer> {
  private static final int CAMERAS = 4;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The data set.")
  Path folder;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "data/poses",
      description = "Where to. Default: ${DEFAULT-VALUE}.")
  Path out;

  @Option(
      names = "--subjects",
      defaultValue = "1-12",
      description =
          "Which people. Default: ${DEFAULT-VALUE}, those to learn from and to choose by.")
  String subjects = "";

  @Option(
      names = "--cameras",
      split = ",",
      defaultValue = "3,2",
      description =
          "Which cameras of the rig, in this order. Default: ${DEFAULT-VALUE}, the paper's 2 and 3.")
  List<Integer> cameras = List.of();

  @Option(
      names = "--preset",
      defaultValue = "compact",
      description = "The hybrid that ships. Default: ${DEFAULT-VALUE}.")
  String preset = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Another hybrid (.safetensors, its .json beside it).")
  @Nullable Path weights;

  @Override
  public Integer call() {
    for (int camera : cameras) {
      if (camera < 0 || camera >= CAMERAS) {
        throw new ParameterException(
            spec.commandLine(), "cameras of the rig are 0 to 3: --cameras=" + camera);
      }
    }
    int[] indices = cameras.stream().mapToInt(Integer::intValue).toArray();
    try (Interruptible interruptible = new Interruptible()) {
      ModelBundle model = weights == null ? ModelBundle.shipped(preset) : load(weights);
      List<Path> takes =
          EstimatedTakes.files(
              DatasetFolder.open(folder),
              new HashSet<>(Ranges.parse("subjects", subjects, 1, 9999)));
      if (takes.isEmpty()) {
        throw new Failure("the data set has nobody of these people: subjects=" + subjects);
      }
      boolean all;
      try (Meter meter = new Meter("takes", takes.size())) {
        all = EstimatedTakes.make(model, takes, indices, out, meter::at, interruptible::asked);
      }
      if (!all) {
        spec.commandLine().getErr().println("evpose: stopped; the same command goes on from here");
        return 1;
      }
      spec.commandLine().getOut().println(takes.size() + " takes as the hybrid sees them: " + out);
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static ModelBundle load(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new Failure("the weights cannot be read: file=" + file);
    }
    return ModelBundle.load(file);
  }
}
