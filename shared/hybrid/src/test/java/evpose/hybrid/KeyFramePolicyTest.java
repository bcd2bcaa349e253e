package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyFramePolicyTest {
  @Test
  void keyFramesFallOnEveryTenthStepOfTheGrid() {
    KeyFramePolicy policy = new KeyFramePolicy(10, 3, 0);
    assertThat(policy.keyFrameAt(3)).isTrue();
    assertThat(policy.keyFrameAt(13)).isTrue();
    assertThat(policy.keyFrameAt(-7)).isTrue();
    assertThat(policy.keyFrameAt(10)).isFalse();
    assertThat(policy.lastKeyFrame(12)).isEqualTo(3);
    assertThat(policy.lastKeyFrame(13)).isEqualTo(13);
    assertThat(policy.lastKeyFrame(2)).isEqualTo(-7);
    assertThat(policy.name()).isEqualTo("fixed-10+3");
  }

  @Test
  void fourCamerasTakeTurns() {
    int[] phases = new int[4];
    for (int camera = 0; camera < 4; camera++) {
      phases[camera] = KeyFramePolicy.ofCamera(10, 0, camera, 4).phaseSteps();
    }
    assertThat(phases).containsExactly(0, 2, 5, 7);
  }

  @Test
  void aPhaseOutsideThePeriodIsRefused() {
    assertThatThrownBy(() -> new KeyFramePolicy(10, 10, 0))
        .hasMessage(
            "a period is at least one step and the phase lies inside it: periodSteps=10,"
                + " phaseSteps=10");
  }

  @Test
  void aLateKeyFrameLeavesTheOneBeforeInEffect() {
    KeyFramePolicy policy = new KeyFramePolicy(10, 3, 2);
    assertThat(policy.keyFrameAt(13)).isTrue();
    assertThat(policy.keyFrameInEffect(14)).isEqualTo(3);
    assertThat(policy.keyFrameInEffect(15)).isEqualTo(13);
    assertThat(policy.name()).isEqualTo("fixed-10+3-late-2");
  }

  @Test
  void aKeyFrameTakesEffectBeforeTheNextOne() {
    assertThatThrownBy(() -> new KeyFramePolicy(10, 3, 10))
        .hasMessage(
            "a key frame takes effect before the next one is due: delaySteps=10, periodSteps=10");
  }
}
