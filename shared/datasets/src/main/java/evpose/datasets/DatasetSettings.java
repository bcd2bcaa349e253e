package evpose.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * What a generated data set is a function of, but for the simulator itself.
 *
 * @param seed of everybody in it
 * @param secondsPerTake of each movement of each subject; whole steps of 10 ms
 * @param subjects from 1, in order
 * @param movements 0 to 32, in order
 * @param frames whether takes carry grey frames beside the events; files from before there were any
 *     do not say
 */
public record DatasetSettings(
    long seed,
    double secondsPerTake,
    List<Integer> subjects,
    List<Integer> movements,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean frames) {
  /** The seed of the frozen test set. */
  public static final long SEED = 19;

  /** 561 takes of this length are about 7.2 GB and ten minutes on two cores. */
  public static final double SECONDS_PER_TAKE = 5;

  /** Steps of the truth and of the simulator, as DHP19's 100 Hz. */
  public static final int STEP_MICROS = 10_000;

  private static final int LONGEST_SECONDS = 120;

  public DatasetSettings {
    subjects = List.copyOf(subjects);
    movements = List.copyOf(movements);
    if (!(secondsPerTake >= 0.01 && secondsPerTake <= LONGEST_SECONDS)) {
      throw new IllegalArgumentException(
          "a take lasts 0.01 to " + LONGEST_SECONDS + " s: secondsPerTake=" + secondsPerTake);
    }
    if (subjects.isEmpty() || movements.isEmpty()) {
      throw new IllegalArgumentException(
          "a data set has subjects and movements: subjects="
              + subjects
              + ", movements="
              + movements);
    }
  }

  /** Events alone. */
  public DatasetSettings(
      long seed, double secondsPerTake, List<Integer> subjects, List<Integer> movements) {
    this(seed, secondsPerTake, subjects, movements, false);
  }

  int steps() {
    return (int) Math.round(secondsPerTake * 1e6 / STEP_MICROS);
  }

  /** All takes, by subject, then by movement. */
  public List<TakeId> takes() {
    List<TakeId> takes = new ArrayList<>();
    for (int subject : subjects) {
      for (int movement : movements) {
        takes.add(TakeId.of(subject, movement));
      }
    }
    return takes;
  }
}
