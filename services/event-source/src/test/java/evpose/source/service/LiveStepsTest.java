package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStepsTest {
  private static final long BEGIN = 1_700_000_000_003_000L;

  private final LiveSteps steps = new LiveSteps(10_000, new long[] {0, -500});

  private void came(int camera, long micros, long now) {
    EventBuffer events = new EventBuffer();
    events.add(1, 2, BEGIN + micros, 1);
    steps.add(camera, events, now);
  }

  private List<String> close() {
    EventFeed.Step step = steps.close();
    List<String> all = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < step.events().get(c).size(); i++) {
        all.add(step.step() + ":" + c + "@" + step.events().get(c).micros(i));
      }
    }
    return all;
  }

  @Test
  void aStepIsOverWhenAllCamerasHaveGoneOn() {
    assertThat(steps.isOver(0)).as("nothing came").isFalse();
    came(0, 0, 0);
    came(1, 1_000, 0);
    assertThat(steps.isOver(0)).isFalse();
    came(0, 8_000, 1);
    assertThat(steps.isOver(1)).as("the other may have more").isFalse();
    came(1, 8_500, 2);
    assertThat(steps.isOver(2)).isTrue();
    assertThat(close()).containsExactly("0:0@3000", "0:1@3500");
    assertThat(steps.isOver(2)).isFalse();
  }

  @Test
  void aCameraThatSeesNothingHoldsNobodyUp() {
    came(0, 0, 0);
    came(0, 56_999, 0);
    assertThat(steps.isOver(0)).isFalse();
    came(0, 57_000, 0);
    assertThat(steps.isOver(0)).as("50 ms behind the step").isTrue();
    close();
    came(1, 2_000, 0);
    assertThat(steps.lateEvents()).isEqualTo(1);
  }

  @Test
  void aStillSceneGoesOnByTheClockOnTheWallWhileSomebodyIsThere() {
    came(0, 0, 1_000_000);
    came(1, 500, 1_000_000);
    assertThat(steps.isOver(1_106_999)).isFalse();
    assertThat(steps.isOver(1_107_000)).isTrue();
    close();
    assertThat(steps.isOver(1_107_000)).isFalse();
    assertThat(steps.isOver(1_117_000)).isTrue();
  }

  @Test
  void whoComesBackIsGivenTimeToTellWhatWasSeenMeanwhile() {
    came(0, 0, 1_000_000);
    came(1, 500, 1_000_000);
    steps.nobodyThere(1_002_000);
    steps.nobodyThere(3_000_000);
    assertThat(steps.isOver(3_000_000)).as("nobody could tell").isFalse();
    assertThat(steps.isOver(3_106_999)).isFalse();
    came(0, 9_000, 3_106_999);
    came(1, 4_000, 3_106_999);
    assertThat(close()).containsExactly("0:0@3000", "0:1@3000", "0:1@6500");
    assertThat(steps.lateEvents()).isZero();
  }
}
