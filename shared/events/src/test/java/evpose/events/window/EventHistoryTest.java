package evpose.events.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventHistoryTest {
  private final EventHistory history = new EventHistory(4, 1_000);

  @Test
  void keepsTheNewestEvents() {
    add(1, 2, 3);
    add(4, 5, 6);
    assertThat(snapshot(7)).containsExactly(3, 4, 5, 6);
  }

  @Test
  void forgetsWhatIsOlderThanItsBound() {
    add(1, 500, 1_200);
    assertThat(snapshot(1_400)).containsExactly(500, 1_200);
    assertThat(snapshot(1_501)).containsExactly(1_200);
    assertThat(snapshot(9_000)).isEmpty();
  }

  @Test
  void takesOnlyTheEndOfAStepThatIsLongerThanItself() {
    add(LongStream.range(0, 100).toArray());
    assertThat(snapshot(100)).containsExactly(96, 97, 98, 99);
  }

  @Test
  void isEmptyAfterClear() {
    add(1, 2);
    history.clear();
    assertThat(snapshot(3)).isEmpty();
  }

  private void add(long... micros) {
    StepEvents step = new StepEvents();
    step.open(0);
    for (long time : micros) {
      step.add(0, 0, time, 1);
    }
    history.add(step);
  }

  private long[] snapshot(long at) {
    return LongStream.range(0, history.snapshot(at)).map(i -> history.micros((int) i)).toArray();
  }
}
