package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.metrics.service.live.StepScores.Offer;
import evpose.pose.Skeleton;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StepScoresTest {
  private final StepScores scores = new StepScores(3, 100);

  private static double[] all(double value) {
    double[] joints = new double[3 * Skeleton.JOINTS];
    Arrays.fill(joints, value);
    return joints;
  }

  /** Every joint at (distance, 0, 0). */
  private static double[] along(double distance) {
    double[] joints = all(0);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      joints[3 * j] = distance;
    }
    return joints;
  }

  private double mean() {
    return scores.sum() / scores.scored();
  }

  @Test
  void errorIsTheMeanDistanceInMm() {
    scores.offer(5, 0, along(30));
    scores.score(5, all(0));
    scores.offer(6, 0, along(50));
    scores.score(6, all(0));
    assertThat(mean()).isEqualTo(40);
  }

  @Test
  void aStepCountsOnceWithItsHighestRevision() {
    assertThat(scores.offer(5, 0, along(90))).isEqualTo(Offer.NEW);
    scores.score(5, all(0));
    assertThat(scores.offer(5, 2, along(10))).isEqualTo(Offer.NEWER);
    scores.score(5, all(0));
    assertThat(scores.offer(5, 1, along(70))).isEqualTo(Offer.STALE);
    assertThat(scores.offer(5, 2, along(70))).isEqualTo(Offer.STALE);
    assertThat(scores.scored()).isEqualTo(1);
    assertThat(mean()).isEqualTo(10);
  }

  @Test
  void aRevisionThatHasLostItsJointsTakesTheErrorAway() {
    scores.offer(5, 0, along(90));
    scores.score(5, all(0));
    scores.offer(5, 1, all(Double.NaN));
    scores.score(5, all(0));
    assertThat(scores.scored()).isZero();
    assertThat(scores.sum()).isZero();
  }

  @Test
  void missingJointsOnEitherSideAreLeftOut() {
    double[] joints = along(20);
    joints[0] = Double.NaN; // the head was not found
    joints[3] = 1000; // the right shoulder is far off, but its truth is missing
    double[] truth = all(0);
    truth[4] = Double.NaN;
    scores.offer(1, 0, joints);
    scores.score(1, truth);
    assertThat(mean()).isEqualTo(20);
  }

  @Test
  void whatLiesBehindTheHorizonIsForgottenAndItsErrorStays() {
    scores.offer(0, 0, along(10));
    scores.score(0, all(0));
    scores.offer(1, 0, along(10));
    scores.offer(102, 0, along(30));
    assertThat(scores.unscored()).containsExactly(102L);
    scores.score(1, all(0)); // too late
    scores.score(102, all(0));
    assertThat(scores.scored()).isEqualTo(2);
    assertThat(mean()).isEqualTo(20);
  }

  @Test
  void anotherRecordingUnderTheSameNameBeginsAnew() {
    scores.offer(5000, 0, along(10));
    scores.score(5000, all(0));
    assertThat(scores.offer(0, 0, along(30))).isEqualTo(Offer.NEW);
    scores.score(0, all(0));
    assertThat(scores.restarts()).isEqualTo(1);
    assertThat(mean()).isEqualTo(20);
  }

  @Test
  void lastStepsAreCountedFromTheNewest() {
    for (long step = 0; step < 50; step++) {
      scores.offer(step, 0, along(step < 40 ? 100 : 10));
      scores.score(step, all(0));
    }
    Mean last = new Mean();
    scores.addLast(10, last);
    assertThat(last.value()).isEqualTo(10);
  }
}
