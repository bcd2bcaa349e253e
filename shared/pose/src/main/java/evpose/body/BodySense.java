package evpose.body;

import evpose.pose.Joint;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;

/**
 * One step of a body: from what was triangulated to what is believed, by the rules, in this order.
 *
 * <pre>
 *   swaps    limbs are exchanged back when both sides then lie far nearer to where they were about to be
 *   gate     a joint that would have to move faster than {@value #FASTEST_MM_PER_SECOND} mm/s is not believed; when it stays
 *            there for {@value #RECOVERY_SECONDS} s it is
 *   hold     a joint that nobody sees, or nobody believes, stays; its covariance grows, its confidence falls
 *   bones    see {@link Bones}
 *   filter   see {@link OneEuro}
 * </pre>
 *
 * Allocates nothing. Only +, -, ·, / and roots: the same bits everywhere. Not thread-safe.
 */
final class BodySense {
  /** The hand of a fast throw; runners' feet are slower. */
  private static final double FASTEST_MM_PER_SECOND = 12_000;

  private static final double RECOVERY_SECONDS = 0.1;

  /** How far apart refused places may lie to be one place. */
  private static final double ONE_PLACE_MM = 300;

  /** How fast a joint that nobody sees may wander, one standard deviation. */
  private static final double WANDER_MM_PER_SECOND = 400;

  private static final double SWAP_GAIN_MM = 300;
  private static final double MOST_SECONDS = 0.5;

  private static final int[][] LIMBS = {
    {Joint.ELBOW_R.ordinal(), Joint.HAND_R.ordinal()},
    {Joint.KNEE_R.ordinal(), Joint.FOOT_R.ordinal()},
    {Joint.SHOULDER_R.ordinal(), Joint.ELBOW_R.ordinal(), Joint.HAND_R.ordinal()},
    {Joint.HIP_R.ordinal(), Joint.KNEE_R.ordinal(), Joint.FOOT_R.ordinal()}
  };

  private final BodyRules rules;
  private final Bones bones = new Bones();
  private final boolean[] seen = new boolean[Skeleton.JOINTS];
  private final double[] place = new double[3];
  private final double[] variance = new double[6];
  private final Joints3d swapped = new Joints3d();

  BodySense(BodyRules rules) {
    this.rules = rules;
  }

  /**
   * Takes a step.
   *
   * @param state after the step before; becomes the state after this one
   * @param joints in: triangulated; out: believed
   */
  void step(BodyState state, long step, double stepSeconds, Joints3d joints) {
    double seconds = state.step == Long.MIN_VALUE ? 0 : (step - state.step) * stepSeconds;
    if (seconds > MOST_SECONDS) { // too long ago to say anything of now
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        state.forget(j);
      }
    }
    int steps = state.step == Long.MIN_VALUE ? 1 : (int) Math.min(1_000_000, step - state.step);
    state.step = step;
    if (rules.swaps() && seconds > 0) {
      for (int[] limb : LIMBS) {
        exchangeBack(state, joints, limb, seconds);
      }
    }
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      seen[j] =
          joints.present(j)
              && (!rules.gate() || believed(state, joints, j, steps, seconds, stepSeconds));
      state.ageSteps[j] = seen[j] ? 0 : Math.min(1_000_000, state.ageSteps[j] + steps);
      if (!seen[j]) {
        hold(state, joints, j, stepSeconds);
      }
    }
    if (rules.bones()) {
      bones.learn(state, joints, seen);
      bones.draw(state, joints);
    }
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      remember(state, joints, j, seconds);
    }
  }

  private void exchangeBack(BodyState state, Joints3d joints, int[] limb, double seconds) {
    double asIs = 0;
    double exchanged = 0;
    for (int right : limb) {
      int left = right + 1;
      if (!state.known[right]
          || !state.known[left]
          || !joints.present(right)
          || !joints.present(left)) {
        return;
      }
      asIs += fromExpected(state, right, joints, right, seconds);
      asIs += fromExpected(state, left, joints, left, seconds);
      exchanged += fromExpected(state, right, joints, left, seconds);
      exchanged += fromExpected(state, left, joints, right, seconds);
    }
    if (asIs - exchanged > SWAP_GAIN_MM && exchanged < 0.5 * asIs) {
      swapped.copyFrom(joints);
      for (int right : limb) {
        take(joints, right, swapped, right + 1);
        take(joints, right + 1, swapped, right);
      }
    }
  }

  private static void take(Joints3d to, int joint, Joints3d from, int other) {
    to.set(
        joint,
        from.xMm(other),
        from.yMm(other),
        from.zMm(other),
        from.confidence(other),
        from.covarianceMm2(other),
        from.reprojectionPx(other),
        from.views(other),
        from.verdict(other));
  }

  /** Distance of a seen joint from where another was about to be, mm. */
  private static double fromExpected(
      BodyState state, int expected, Joints3d joints, int joint, double seconds) {
    int at = 3 * expected;
    double dx = joints.xMm(joint) - state.placeMm[at] - seconds * state.speedMmPerSecond[at];
    double dy =
        joints.yMm(joint) - state.placeMm[at + 1] - seconds * state.speedMmPerSecond[at + 1];
    double dz =
        joints.zMm(joint) - state.placeMm[at + 2] - seconds * state.speedMmPerSecond[at + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  private static boolean believed(
      BodyState state, Joints3d joints, int j, int steps, double seconds, double stepSeconds) {
    if (!state.known[j]) {
      return true;
    }
    double since = seconds + state.ageSteps[j] * stepSeconds;
    double[] c = joints.covarianceMm2(j);
    double doubt = 3 * Math.sqrt(Math.max(0, c[0] + c[3] + c[5]));
    double reach = FASTEST_MM_PER_SECOND * since + (Double.isFinite(doubt) ? doubt : 0);
    if (fromExpected(state, j, joints, j, 0) <= reach) {
      state.refused[j] = 0;
      return true;
    }
    int at = 3 * j;
    double dx = joints.xMm(j) - state.refusedAtMm[at];
    double dy = joints.yMm(j) - state.refusedAtMm[at + 1];
    double dz = joints.zMm(j) - state.refusedAtMm[at + 2];
    boolean samePlace =
        state.refused[j] > 0 && dx * dx + dy * dy + dz * dz < ONE_PLACE_MM * ONE_PLACE_MM;
    state.refused[j] = samePlace ? Math.min(1_000_000, state.refused[j] + steps) : 1;
    state.refusedAtMm[at] = joints.xMm(j);
    state.refusedAtMm[at + 1] = joints.yMm(j);
    state.refusedAtMm[at + 2] = joints.zMm(j);
    if (state.refused[j] * stepSeconds < RECOVERY_SECONDS) {
      return false;
    }
    state.forget(j);
    return true;
  }

  private void hold(BodyState state, Joints3d joints, int j, double stepSeconds) {
    boolean jumped = joints.present(j);
    if (!state.known[j] || rules.holdSteps() < state.ageSteps[j]) {
      if (state.ageSteps[j] > rules.holdSteps()) {
        state.forget(j);
      }
      if (jumped) {
        joints.reject(j, Verdict.TOO_FAST);
      }
      return;
    }
    double wander = WANDER_MM_PER_SECOND * state.ageSteps[j] * stepSeconds;
    System.arraycopy(state.varianceMm2, 6 * j, variance, 0, 6);
    variance[0] += wander * wander;
    variance[3] += wander * wander;
    variance[5] += wander * wander;
    double left = 1 - state.ageSteps[j] / (rules.holdSteps() + 1.0);
    joints.set(
        j,
        state.placeMm[3 * j],
        state.placeMm[3 * j + 1],
        state.placeMm[3 * j + 2],
        Math.max(1e-3, state.confidence[j] * left),
        variance,
        Double.NaN,
        0,
        Verdict.HELD);
  }

  private void remember(BodyState state, Joints3d joints, int j, double seconds) {
    if (!joints.present(j)) {
      return;
    }
    int at = 3 * j;
    place[0] = joints.xMm(j);
    place[1] = joints.yMm(j);
    place[2] = joints.zMm(j);
    if (seen[j]) {
      if (!state.known[j]) {
        System.arraycopy(place, 0, state.smoothMm, at, 3);
        state.known[j] = true;
      } else if (seconds > 0) {
        filter(state, j, seconds);
      }
      state.confidence[j] = joints.confidence(j);
      System.arraycopy(joints.covarianceMm2(j), 0, state.varianceMm2, 6 * j, 6);
    }
    System.arraycopy(place, 0, state.placeMm, at, 3);
    joints.move(j, place[0], place[1], place[2]);
  }

  private void filter(BodyState state, int j, double seconds) {
    double x = place[0];
    double y = place[1];
    double z = place[2];
    OneEuro.step(state, j, place, seconds); // its speed serves the swap test in any case
    if (!rules.filter()) {
      place[0] = x;
      place[1] = y;
      place[2] = z;
    }
  }
}
