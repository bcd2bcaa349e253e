package evpose.body;

import evpose.pose.Skeleton;
import java.util.Arrays;

/** What is known of a body after a step. Mutable scratch of {@link BodySense}. */
final class BodyState {
  /** The step that it is the state after; {@link Long#MIN_VALUE} before the first. */
  long step = Long.MIN_VALUE;

  final boolean[] known = new boolean[Skeleton.JOINTS];
  final double[] placeMm = new double[3 * Skeleton.JOINTS]; // what was said last
  final double[] smoothMm = new double[3 * Skeleton.JOINTS]; // the filter's memory
  final double[] speedMmPerSecond = new double[3 * Skeleton.JOINTS];
  final double[] confidence = new double[Skeleton.JOINTS];
  final double[] varianceMm2 = new double[6 * Skeleton.JOINTS];
  final int[] ageSteps = new int[Skeleton.JOINTS];
  final int[] refused = new int[Skeleton.JOINTS]; // in a row
  final double[] refusedAtMm = new double[3 * Skeleton.JOINTS];
  final double[] boneMm = new double[Skeleton.BONES.size()];
  final double[] boneWeight = new double[Skeleton.BONES.size()];

  void clear() {
    copyFrom(EMPTY);
  }

  private static final BodyState EMPTY = new BodyState();

  void copyFrom(BodyState other) {
    step = other.step;
    System.arraycopy(other.known, 0, known, 0, known.length);
    System.arraycopy(other.placeMm, 0, placeMm, 0, placeMm.length);
    System.arraycopy(other.smoothMm, 0, smoothMm, 0, smoothMm.length);
    System.arraycopy(other.speedMmPerSecond, 0, speedMmPerSecond, 0, speedMmPerSecond.length);
    System.arraycopy(other.confidence, 0, confidence, 0, confidence.length);
    System.arraycopy(other.varianceMm2, 0, varianceMm2, 0, varianceMm2.length);
    System.arraycopy(other.ageSteps, 0, ageSteps, 0, ageSteps.length);
    System.arraycopy(other.refused, 0, refused, 0, refused.length);
    System.arraycopy(other.refusedAtMm, 0, refusedAtMm, 0, refusedAtMm.length);
    System.arraycopy(other.boneMm, 0, boneMm, 0, boneMm.length);
    System.arraycopy(other.boneWeight, 0, boneWeight, 0, boneWeight.length);
  }

  void forget(int joint) {
    known[joint] = false;
    refused[joint] = 0;
    Arrays.fill(speedMmPerSecond, 3 * joint, 3 * joint + 3, 0);
  }
}
