package evpose.training;

import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.hybrid.ModelDescription;

/**
 * A take cut into a network's steps: one or more of them to each of the take's own. Only the take's
 * own have a truth, so a network that is twice as fast is told, and scored, at every second step.
 *
 * <pre>
 *   take      |        0        |        1        |    truth k: the pose at the begin of k
 *   network   |   0    |   1    |   2    |   3    |    steps 1, 3, ... have truth 0, 1, ...
 * </pre>
 *
 * <p>The step that ends with one of the take's has its truth: by then networks of any step have
 * seen the same events.
 *
 * @see "model-spec 2.6, 5.5: the label at every second step, counted from 1"
 */
public final class TakeGrid {
  private final Take take;
  private final int stepMicros;
  private final int parts;

  /**
   * @throws IllegalArgumentException when the take's step is no whole number of the network's
   */
  public TakeGrid(Take take, ModelDescription description) {
    this.take = take;
    parts = parts(take.header().stepMicros(), description);
    stepMicros = take.header().stepMicros() / parts;
  }

  /**
   * Steps of a network to one of a take's.
   *
   * @throws IllegalArgumentException when that, or a window in steps of the take, is no whole
   *     number
   */
  public static int parts(int takeStepMicros, ModelDescription description) {
    if (takeStepMicros % description.stepMicros() != 0
        || description.windowMicros() % takeStepMicros != 0) {
      throw new IllegalArgumentException(
          "takes have other steps than the network, theirs must be a whole number of its steps, and"
              + " its window a whole number of theirs: takes="
              + takeStepMicros
              + " µs, network="
              + description.stepMicros()
              + " µs, window="
              + description.windowMicros()
              + " µs");
    }
    return (int) (takeStepMicros / description.stepMicros());
  }

  /** A network's window in steps of a take: the poses that it is scored on. */
  public static int truthsPerWindow(int takeStepMicros, ModelDescription description) {
    return description.stepsPerWindow() / parts(takeStepMicros, description);
  }

  /** Steps of the network to one of the take's. */
  public int parts() {
    return parts;
  }

  /** How long a step of the network is. */
  int stepMicros() {
    return stepMicros;
  }

  /** The network's first step in a step of the take. */
  public int first(int takeStep) {
    return takeStep * parts;
  }

  /** Whether one of the network's steps ends with one of the take's, and so has its truth. */
  public boolean hasTruth(int step) {
    return (step + 1) % parts == 0;
  }

  /** The step of the take that one of the network's lies in. */
  public int takeStep(int step) {
    return step / parts;
  }

  /** Index of the first event of one of the network's steps; of the end of all behind the last. */
  public int offset(int camera, int step) {
    int whole = step / parts;
    int low = take.offset(camera, whole);
    if (step % parts == 0) {
      return low;
    }
    int begin = step % parts * stepMicros; // in the take's step
    int high = take.offset(camera, whole + 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (PackedEvent.microsInStep(take.event(camera, middle)) < begin) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
