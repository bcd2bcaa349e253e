package evpose.representation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.CropBin;
import evpose.representation.Steps.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepHistogramTest {
  private static final CropBin MAP = CropBin.forSensor(346, 260, 64);

  @Test
  void cellsComeInOrderWithTheirCounts() {
    List<String> told = new ArrayList<>();
    StepHistogram histogram = new StepHistogram(MAP, false);
    new Steps(step -> histogram.tell(step, (c, p, v) -> told.add(c + "/" + p + "=" + v)))
        .close(
            0,
            List.of(
                new Event(289, 257, 0, 1), // last cell
                new Event(38, 2, 1, 1),
                new Event(38, 3, 2, 0),
                new Event(41, 5, 3, 1),
                new Event(33, 2, 4, 1), // left of the cut
                new Event(34, 258, 5, 1))); // below it
    assertThat(told).containsExactly("1/0=1.0", "1/1=2.0", "4095/1=1.0");
  }

  @Test
  void nothingIsLeftOverForTheNextStep() {
    List<Float> told = new ArrayList<>();
    StepHistogram histogram = new StepHistogram(MAP, true);
    Steps steps = new Steps(step -> histogram.tell(step, (c, p, v) -> told.add(v)));
    steps.close(0, Steps.at(100, 100, 8));
    steps.close(1, List.of());
    steps.close(2, List.of(new Event(100, 100, 0, 1)));
    assertThat(told)
        .containsExactly(
            (float) StrictMath.log1p(4), (float) StrictMath.log1p(4), (float) StrictMath.log1p(1));
  }
}
