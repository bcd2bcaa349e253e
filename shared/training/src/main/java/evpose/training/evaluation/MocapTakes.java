package evpose.training.evaluation;

import evpose.datasets.SimulatedScene;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.simulation.CapturedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Real human motion, captured, before DHP19's simulated cameras: motions that no network here was
 * trained on. Each file is a function of its place in the sorted list.
 *
 * @param files relative to the folder
 * @param takes of them, in the same order; the movement in a take's header is its index here
 */
record MocapTakes(List<String> files, List<Take> takes) {
  private static final int STEP_MICROS = 10_000;
  private static final double LONGEST_SECONDS = 10;

  /** People nobody was trained on: no data set has such seeds. */
  private static final long FIRST_PERSON = 7_000_001;

  private static final String BVH = ".bvh";
  private static final String AMC = ".amc";

  /** The captures of a folder and the folders in it, sorted by name. */
  static List<Path> find(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no such directory of motion captures: directory=" + folder);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> captures = all.filter(MocapTakes::isCapture).sorted().toList();
      if (captures.isEmpty()) {
        throw new IOException(
            "the directory holds no motion capture, files end in .bvh, or in .amc with their .asf"
                + " beside them: directory="
                + folder);
      }
      return captures;
    }
  }

  private static boolean isCapture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && (name.endsWith(BVH) || name.endsWith(AMC));
  }

  /**
   * Simulates captures.
   *
   * @param frames whether the takes carry grey frames
   * @param scratch a folder for the takes
   * @param progress is told how many are done
   */
  static MocapTakes simulate(
      Path folder, List<Path> captures, boolean frames, Path scratch, IntConsumer progress)
      throws IOException {
    List<String> files = new ArrayList<>();
    List<Take> takes = new ArrayList<>();
    for (int i = 0; i < captures.size(); i++) {
      CapturedMotion motion = CapturedMotion.open(captures.get(i));
      double seconds = Math.min(LONGEST_SECONDS, motion.periodSeconds());
      int steps = (int) Math.round(seconds * 1e6 / STEP_MICROS);
      long person = FIRST_PERSON + i;
      Path file = scratch.resolve(i + ".take");
      SimulatedScene scene =
          frames
              ? SimulatedScene.withFrames(Rig.DHP19, motion, person, person)
              : new SimulatedScene(Rig.DHP19, motion, person, person);
      TakeFile.record(file, i + 1, i, STEP_MICROS, Math.max(1, steps), Rig.DHP19, scene);
      files.add(folder.relativize(captures.get(i)).toString());
      takes.add(TakeFile.open(file));
      progress.accept(i + 1);
    }
    return new MocapTakes(files, takes);
  }
}
