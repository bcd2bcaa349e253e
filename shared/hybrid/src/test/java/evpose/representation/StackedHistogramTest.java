package evpose.representation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.CropBin;
import evpose.events.window.EventHistory;
import evpose.representation.Steps.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackedHistogramTest {
  private static final int BINS = 10;
  private static final int N = 64;
  private static final CropBin MAP = CropBin.forSensor(346, 260, N); // 4x4 pixels from (34, 2)

  @Test
  void tenEventsAtTenInstantsFallIntoTenBins() {
    List<Event> events = new ArrayList<>();
    for (int t = 0; t < 10; t++) {
      events.add(new Event(34, 2, t, 0));
    }
    float[] input = input(events, false);
    for (int bin = 0; bin < BINS; bin++) {
      assertThat(input[bin * N * N]).as("bin %d", bin).isEqualTo(1);
    }
    assertThat(sum(input)).isEqualTo(10);
  }

  @Test
  void onEventsComeBehindAllBinsOfOffEvents() {
    float[] input = input(List.of(new Event(34, 2, 0, 1), new Event(38, 10, 5, 0)), false);
    assertThat(input[BINS * N * N]).isEqualTo(1); // ON, bin 0, cell (0, 0)
    assertThat(input[9 * N * N + 2 * N + 1]).isEqualTo(1); // OFF, bin 9, cell (1, 2)
    assertThat(sum(input)).isEqualTo(2);
  }

  @Test
  void eventsOfOneInstantFallIntoTheFirstBin() {
    float[] input = input(List.of(new Event(34, 2, 7, 0), new Event(35, 2, 7, 0)), false);
    assertThat(input[0]).isEqualTo(2);
    assertThat(sum(input)).isEqualTo(2);
  }

  @Test
  void eventsOutsideTheCutStretchTheBinsButAreNotCounted() {
    float[] input =
        input(
            List.of(new Event(0, 0, 0, 0), new Event(34, 2, 50, 0), new Event(345, 0, 100, 0)),
            false);
    assertThat(input[5 * N * N]).isEqualTo(1);
    assertThat(sum(input)).isEqualTo(1);
  }

  @Test
  void logarithmicInputIsLogOfOnePlusTheCount() {
    float[] input = input(List.of(new Event(34, 2, 0, 0), new Event(35, 3, 0, 0)), true);
    assertThat(input[0]).isEqualTo((float) StrictMath.log1p(2));
  }

  @Test
  void noEventsGiveAnEmptyInput() {
    assertThat(sum(input(List.of(), false))).isZero();
  }

  @Test
  void theLogarithmGoesOnBehindItsTable() {
    assertThat(CountScale.LOG.of(255)).isEqualTo((float) StrictMath.log1p(255));
    assertThat(CountScale.LOG.of(256)).isEqualTo((float) StrictMath.log1p(256));
    assertThat(CountScale.LOG.of(0)).isZero();
  }

  private static float[] input(List<Event> events, boolean log) {
    EventHistory history = new EventHistory(100, 1_000_000);
    new Steps(history::add).close(0, events);
    float[] input = new float[2 * BINS * N * N];
    input[5] = 77; // what an earlier key frame left behind
    StackedHistogram.annInput(history, history.snapshot(10_000), MAP, BINS, log, input);
    return input;
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }
}
