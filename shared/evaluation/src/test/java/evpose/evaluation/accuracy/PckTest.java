package evpose.evaluation.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PckTest {
  private final Pck pck = new Pck(5, 10);

  @Test
  void isTheShareOfJointsWithinEachThreshold() {
    pck.joint(3);
    pck.joint(5); // on the line is within
    pck.joint(7);
    pck.joint(11);
    assertThat(pck.share(0)).isEqualTo(0.5);
    assertThat(pck.share(1)).isEqualTo(0.75);
  }

  @Test
  void aJointThatWasNotFoundIsWrong() {
    pck.joint(1);
    pck.joint(Double.NaN);
    pck.joint(Double.POSITIVE_INFINITY);
    pck.joint(2);
    assertThat(pck.share(1)).isEqualTo(0.5);
  }

  @Test
  void withoutJointsThereIsNoShare() {
    assertThat(pck.share(0)).isNaN();
  }
}
