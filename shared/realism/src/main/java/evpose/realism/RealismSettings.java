package evpose.realism;

import java.util.List;

/**
 * What is simulated and looked at.
 *
 * @param subjects numbers of DHP19's test subjects
 * @param movements 0 to 32
 * @param framesPerMovement at least so many frames of each movement, over all subjects; each is
 *     seen by two cameras
 * @param seed of people, styles, scenes and noise
 * @param threads that simulate and look side by side; changes no number
 */
public record RealismSettings(
    List<Integer> subjects,
    List<Integer> movements,
    int framesPerMovement,
    long seed,
    int threads) {
  /** The seed of published numbers; nothing is tuned on it. */
  public static final long PUBLISHED_SEED = 1719;

  public RealismSettings {
    if (subjects.isEmpty() || movements.isEmpty() || framesPerMovement < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "realism needs people, movements, frames and a thread: subjects="
              + subjects
              + ", movements="
              + movements
              + ", framesPerMovement="
              + framesPerMovement
              + ", threads="
              + threads);
    }
    for (int movement : movements) {
      if (movement < 0 || movement >= 33) {
        throw new IllegalArgumentException("movements are 0 to 32 here: movement=" + movement);
      }
    }
  }

  int framesPerSubject() {
    return (framesPerMovement + subjects.size() - 1) / subjects.size();
  }

  /** Who this subject is under this seed. */
  long subjectSeed(int subject) {
    return 1000 * seed + subject;
  }

  /** Style, scene and noise of one scene. */
  long sceneSeed(int subject, int movement) {
    return 100 * subjectSeed(subject) + movement;
  }
}
