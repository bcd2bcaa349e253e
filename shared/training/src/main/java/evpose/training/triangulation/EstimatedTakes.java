package evpose.training.triangulation;

import evpose.datasets.DatasetFolder;
import evpose.datasets.Split;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.training.evaluation.Eyes;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * A folder of what a hybrid saw of a data set's takes, a file each. Making goes on where it was
 * stopped: what lies there, by the same weights, is not made again.
 */
public final class EstimatedTakes {
  private static final String TAKE = ".take";
  private static final String ESTIMATES = ".poses";

  private EstimatedTakes() {}

  /** Takes of the data set by these people, in its order. */
  public static List<Path> files(DatasetFolder dataset, Set<Integer> subjects) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Split split : Split.values()) {
      for (Path file : dataset.files(split)) {
        if (subjects.contains(TakeFile.open(file).header().subject())) {
          files.add(file);
        }
      }
    }
    return files;
  }

  /**
   * Makes those that are missing.
   *
   * @param takes of a data set
   * @param cameras indices of the cameras to look through
   * @param folder where to
   * @param progress hears how many are there
   * @return whether all are there; false when it was asked to stop
   */
  public static boolean make(
      ModelBundle model,
      List<Path> takes,
      int[] cameras,
      Path folder,
      IntConsumer progress,
      BooleanSupplier stop)
      throws IOException {
    Files.createDirectories(folder);
    try (Eyes eyes = new Eyes(model)) {
      for (int i = 0; i < takes.size(); i++) {
        Path file = fileOf(folder, takes.get(i));
        if (!isMade(file, model, cameras)) {
          if (stop.getAsBoolean()) {
            return false;
          }
          EstimatedTakeFile.write(file, look(eyes, model, takes.get(i), cameras));
        }
        progress.accept(i + 1);
      }
    }
    return true;
  }

  static EstimatedTake look(Eyes eyes, ModelBundle model, Path takeFile, int[] cameras)
      throws IOException {
    Take take = TakeFile.open(takeFile);
    EstimatedTake estimates = EstimatedTake.of(model.sha256(), take, cameras);
    for (int c = 0; c < cameras.length; c++) {
      int camera = c;
      eyes.look(
          take, cameras[c], take.steps(), (step, joints) -> estimates.put(camera, step, joints));
    }
    return estimates;
  }

  private static boolean isMade(Path file, ModelBundle model, int[] cameras) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    EstimatedTake made = EstimatedTakeFile.read(file);
    return made.modelSha256().equals(model.sha256()) && Arrays.equals(made.cameras(), cameras);
  }

  /** S13_session2_mov1.take becomes S13_session2_mov1.poses. */
  static Path fileOf(Path folder, Path take) {
    String name = String.valueOf(take.getFileName());
    String stem = name.endsWith(TAKE) ? name.substring(0, name.length() - TAKE.length()) : name;
    return folder.resolve(stem + ESTIMATES);
  }

  /** Opens all that lie in a folder, in the order of their names. */
  static List<EstimatedTake> open(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var listing = Files.list(folder)) {
      listing.filter(f -> f.toString().endsWith(ESTIMATES)).sorted().forEach(files::add);
    }
    List<EstimatedTake> takes = new ArrayList<>();
    for (Path file : files) {
      takes.add(EstimatedTakeFile.read(file));
    }
    return takes;
  }
}
