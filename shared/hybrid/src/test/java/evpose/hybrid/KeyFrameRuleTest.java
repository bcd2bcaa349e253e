package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFrameRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixed-10",
        "fixed-10-roi",
        "demand-10-e40-c80-100",
        "demand-5-e150-100-roi",
        "demand-10-e100-k20-200-roi",
        "demand-10-e40-c80-k5-100",
        "demand-2-c90-20"
      })
  void whatItIsNamedItIsReadAs(String text) {
    assertThat(KeyFrameRule.of(text)).map(KeyFrameRule::name).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fixed-0",
        "fixed-10+3",
        "demand-10-100",
        "demand-10-e0-100",
        "demand-0-e10-100",
        "demand-10-k20-100",
        "demand-30-e10-100",
        "demand-10-e10",
        "roi",
        "fixed-10-roi-roi"
      })
  void whatIsNoRuleIsNone(String text) {
    assertThat(KeyFrameRule.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed-10+3", "fixed-10-roi+0-late-2", "demand-8-e40-c85-80+18-late-2"})
  void whatAPoseNamesIsReadAs(String name) {
    assertThat(KeyFramePolicy.of(name)).map(KeyFramePolicy::name).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fixed-10", "fixed-10+10", "fixed-10+3-late-10", "fixed-10+3-late-"})
  void whatNoPoseNamesIsNone(String name) {
    assertThat(KeyFramePolicy.of(name)).isEmpty();
  }

  /** Neither what is due nor what may be wanted falls on one step for two cameras. */
  @Test
  void camerasTakeTurns() {
    KeyFrameRule rule = KeyFrameRule.of("demand-8-e40-80").orElseThrow();
    Set<Long> due = new HashSet<>();
    Set<Long> wanted = new HashSet<>();
    for (int camera = 0; camera < 4; camera++) {
      KeyFramePolicy policy = rule.ofCamera(2, camera, 4);
      for (long step = 0; step < 80; step++) {
        if (policy.keyFrameAt(step)) {
          assertThat(due.add(step)).isTrue();
          assertThat(policy.mayDemandAt(step)).isTrue();
        }
        if (policy.mayDemandAt(step)) {
          assertThat(wanted.add(step)).as("camera %s, step %s", camera, step).isTrue();
        }
      }
    }
    assertThat(due).hasSize(4);
    assertThat(wanted).hasSize(40);
    assertThat(rule.ofCamera(2, 1, 4).name()).isEqualTo("demand-8-e40-80+18-late-2");
  }
}
