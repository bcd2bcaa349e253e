package evpose.hybrid;

/**
 * When the ANN runs: every so many steps of the rig's grid. Cameras of one rig take turns, so that
 * their ANNs do not collide.
 *
 * @param periodSteps steps from one key frame to the next, 10 in the paper
 * @param phaseSteps the step, modulo the period, at which they fall
 */
public record KeyFramePolicy(int periodSteps, int phaseSteps) {
  public KeyFramePolicy {
    if (periodSteps < 1 || phaseSteps < 0 || phaseSteps >= periodSteps) {
      throw new IllegalArgumentException(
          "a period is at least one step and the phase lies inside it: periodSteps="
              + periodSteps
              + ", phaseSteps="
              + phaseSteps);
    }
  }

  /** Spreads the key frames of n cameras over the period. */
  public static KeyFramePolicy ofCamera(int periodSteps, int camera, int cameras) {
    if (camera < 0 || camera >= cameras) {
      throw new IllegalArgumentException(
          "a camera's index lies below their number: camera=" + camera + ", cameras=" + cameras);
    }
    return new KeyFramePolicy(periodSteps, camera * periodSteps / cameras);
  }

  public boolean keyFrameAt(long step) {
    return Math.floorMod(step - phaseSteps, (long) periodSteps) == 0;
  }

  /** The newest key frame that is due at a step or before it. */
  public long lastKeyFrame(long step) {
    return step - Math.floorMod(step - phaseSteps, (long) periodSteps);
  }

  /** As poses name it, such as fixed-10+3. */
  public String name() {
    return "fixed-" + periodSteps + "+" + phaseSteps;
  }
}
