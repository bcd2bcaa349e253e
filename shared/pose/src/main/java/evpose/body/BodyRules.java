package evpose.body;

/**
 * Which rules are applied to a body, and how.
 *
 * @param swaps whether exchanged left and right limbs are exchanged back
 * @param gate whether joints that jump are not believed
 * @param bones whether bones are drawn to the lengths learned so far
 * @param filter whether joints are smoothed
 * @param holdSteps how long a joint that nobody sees is held where it was; 0 = not at all
 * @param memorySteps everything is forgotten after one to two times so many steps
 */
public record BodyRules(
    boolean swaps, boolean gate, boolean bones, boolean filter, int holdSteps, int memorySteps) {
  /** All rules; joints are held for 30 steps, and 1000 to 2000 steps are remembered. */
  public static final BodyRules ALL = new BodyRules(true, true, true, true, 30, 1000);

  /** No rule: joints stay as they were triangulated. */
  public static final BodyRules NONE = new BodyRules(false, false, false, false, 0, 1000);

  public BodyRules {
    if (holdSteps < 0 || memorySteps < 1) {
      throw new IllegalArgumentException(
          "joints are held for no negative time and something is remembered: holdSteps="
              + holdSteps
              + ", memorySteps="
              + memorySteps);
    }
  }

  /** Whether any rule is applied. */
  public boolean any() {
    return swaps || gate || bones || filter || holdSteps > 0;
  }
}
