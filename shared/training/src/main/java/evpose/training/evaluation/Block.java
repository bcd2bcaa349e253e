package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.training.Thinning;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured at once: two windows of a take that follow one another, seen by all its cameras.
 * Two, so that what happens between key frames is measured as well as what happens at one.
 *
 * @param firstStep of the first window, a step of the take; the second follows it
 */
public record Block(Take take, int firstStep) {
  /** Windows of a block. */
  public static final int WINDOWS = 2;

  /** Blocks of a run unless asked otherwise: 1600 windows of each camera. */
  public static final int USUAL = 800;

  /**
   * The blocks of takes: back to back from the third window on (the ANN needs a past), thinned
   * evenly over all takes.
   *
   * @param stepsPerWindow steps of a take in a window
   */
  public static List<Block> of(List<Take> takes, int stepsPerWindow, int most) {
    int length = WINDOWS * stepsPerWindow;
    List<Block> all = new ArrayList<>();
    for (Take take : takes) {
      for (int step = length; step + length <= take.steps(); step += length) {
        all.add(new Block(take, step));
      }
    }
    return Thinning.evenly(all, most);
  }

  /** The rule of {@link #of}, in words for a report. */
  public static String rule(int blocks, int takes, int cameras, int stepsPerWindow) {
    int length = WINDOWS * stepsPerWindow;
    return "takes in the data set's order; each is cut into blocks of "
        + WINDOWS
        + " back-to-back windows of "
        + stepsPerWindow
        + " steps that begin at steps "
        + length
        + ", "
        + 2 * length
        + ", ...; of all n blocks, those with index floor(i * n / "
        + blocks
        + ") are measured: "
        + blocks
        + " blocks of "
        + takes
        + " takes seen by "
        + cameras
        + " cameras, "
        + blocks * WINDOWS * cameras
        + " windows";
  }
}
