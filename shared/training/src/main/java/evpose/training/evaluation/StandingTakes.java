package evpose.training.evaluation;

import evpose.datasets.SimulatedScene;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.simulation.Movements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** People who only stand, swaying a little, before DHP19's simulated cameras. */
final class StandingTakes {
  /** How many there are at most. */
  static final int MOST_PEOPLE = 3;

  private static final int STEP_MICROS = 10_000;
  private static final int STEPS = 1_000;

  /** People nobody was trained on: no data set has such seeds. */
  private static final long FIRST_PERSON = 8_000_001;

  private StandingTakes() {}

  /**
   * Simulates them.
   *
   * @param scratch a folder for the takes
   * @param people how many
   * @param progress is told how many are done
   */
  static List<Take> simulate(Path scratch, int people, IntConsumer progress) throws IOException {
    List<Take> takes = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      long person = FIRST_PERSON + i;
      Path file = scratch.resolve("standing-" + i + ".take");
      SimulatedScene scene =
          new SimulatedScene(Rig.DHP19, Movements.standing(person), person, person);
      TakeFile.record(file, i + 1, 0, STEP_MICROS, STEPS, Rig.DHP19, scene);
      takes.add(TakeFile.open(file));
      progress.accept(i + 1);
    }
    return takes;
  }
}
