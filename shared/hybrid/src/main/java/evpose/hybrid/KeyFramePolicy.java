package evpose.hybrid;

/**
 * When the ANN runs, and when its answer counts: every so many steps of the rig's grid. Cameras of
 * one rig take turns, so that their ANNs do not collide.
 *
 * @param periodSteps steps from one key frame to the next, 10 in the paper
 * @param phaseSteps the step, modulo the period, at which they fall
 * @param delaySteps so many steps later a key frame takes effect; 0 in the paper. The more, the
 *     slower an ANN may be without anybody waiting for it, and the older what the network rests on
 */
public record KeyFramePolicy(int periodSteps, int phaseSteps, int delaySteps) {
  public KeyFramePolicy {
    if (periodSteps < 1 || phaseSteps < 0 || phaseSteps >= periodSteps) {
      throw new IllegalArgumentException(
          "a period is at least one step and the phase lies inside it: periodSteps="
              + periodSteps
              + ", phaseSteps="
              + phaseSteps);
    }
    if (delaySteps < 0 || delaySteps >= periodSteps) {
      throw new IllegalArgumentException(
          "a key frame takes effect before the next one is due: delaySteps="
              + delaySteps
              + ", periodSteps="
              + periodSteps);
    }
  }

  /** Spreads the key frames of n cameras over the period. */
  public static KeyFramePolicy ofCamera(int periodSteps, int delaySteps, int camera, int cameras) {
    if (camera < 0 || camera >= cameras) {
      throw new IllegalArgumentException(
          "a camera's index lies below their number: camera=" + camera + ", cameras=" + cameras);
    }
    return new KeyFramePolicy(periodSteps, camera * periodSteps / cameras, delaySteps);
  }

  public boolean keyFrameAt(long step) {
    return Math.floorMod(step - phaseSteps, (long) periodSteps) == 0;
  }

  /** The newest key frame that is due at a step or before it. */
  public long lastKeyFrame(long step) {
    return step - Math.floorMod(step - phaseSteps, (long) periodSteps);
  }

  /** The key frame that the answer to a step rests on. */
  public long keyFrameInEffect(long step) {
    return lastKeyFrame(step - delaySteps);
  }

  /** As poses name it, such as fixed-10+3, or fixed-10+3-late-2. */
  public String name() {
    return "fixed-"
        + periodSteps
        + "+"
        + phaseSteps
        + (delaySteps > 0 ? "-late-" + delaySteps : "");
  }
}
