package evpose.realism;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import org.junit.jupiter.api.Test;

class Dhp19FrameTest {
  @Test
  void greyIsTheCountOverThreeDeviationsOfTheActivePixels() {
    int[] counts = new int[346 * 260];
    counts[0] = 1;
    counts[1] = 2;
    counts[2] = 3; // deviation of 1, 2, 3 is 1, so 255 stands for 3
    counts[345] = 9; // in a column that the network does not see, but it counts for the deviation
    Dhp19Frame frame = Dhp19Frame.of(counts, 346);
    double deviation = Math.sqrt(95.0 / 3 - 225.0 / 12);
    assertThat(frame.grey(0, 0)).isEqualTo((int) (255 / (3 * deviation)));
    assertThat(frame.grey(0, 2)).isEqualTo((int) (765 / (3 * deviation)));
    assertThat(frame.grey(1, 0)).isZero();
    assertThat(frame.activePixels()).isEqualTo(3);
  }

  @Test
  void anEventCountsWhenANeighbourHadOneWithin70Milliseconds() {
    FrameBuilder builder = new FrameBuilder(1, 346, 260);
    EventBuffer events = new EventBuffer();
    events.add(100, 100, 1_000, 1); // alone
    events.add(101, 100, 71_000, 1); // beside the first, 70 ms later: counts
    events.add(100, 100, 141_001, 1); // 70.001 ms after its neighbour: alone again
    events.add(100, 100, 141_002, 1); // its own event is no neighbour
    builder.add(0, events);
    Dhp19Frame frame = builder.take().get(0);
    assertThat(frame.activePixels()).isEqualTo(1);
    assertThat(frame.grey(100, 101)).isPositive();
  }
}
