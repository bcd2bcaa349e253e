package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
  @Test
  void losesItsShareOfEventsAndAlwaysTheSame() {
    Disturbance disturbance = new Disturbance(5, 0.3, 0);
    int lost = 0;
    for (int event = 0; event < 10_000; event++) {
      lost += disturbance.loses(event) ? 1 : 0;
      assertThat(disturbance.loses(event)).isEqualTo(new Disturbance(5, 0.3, 0).loses(event));
    }
    assertThat(lost / 10_000.0).isCloseTo(0.3, within(0.02));
  }

  @Test
  void addsEventsAtItsRateAndAlwaysTheSame() {
    List<Integer> cells = new ArrayList<>();
    int[] byPolarity = new int[2];
    new Disturbance(5, 0, 2)
        .addTo(
            70,
            0.5,
            1000,
            64,
            (cell, polarity, share) -> {
              cells.add(cell);
              byPolarity[polarity]++;
              assertThat(cell).isBetween(0, 63);
              assertThat(share).isGreaterThanOrEqualTo(0).isLessThan(1);
            });
    assertThat(cells.size()).isBetween(1000, 1001); // 2 Hz · 0.5 s · 1000 pixels
    assertThat(byPolarity[0]).isBetween(400, 600);
    List<Integer> again = new ArrayList<>();
    new Disturbance(5, 0, 2).addTo(70, 0.5, 1000, 64, (cell, polarity, share) -> again.add(cell));
    assertThat(again).isEqualTo(cells);
    List<Integer> other = new ArrayList<>();
    new Disturbance(5, 0, 2).addTo(80, 0.5, 1000, 64, (cell, polarity, share) -> other.add(cell));
    assertThat(other).isNotEqualTo(cells);
  }

  @Test
  void noneTouchesNothing() {
    assertThat(Disturbance.NONE.loses(3)).isFalse();
    Disturbance.NONE.addTo(
        0, 1, 1000, 64, (cell, polarity, share) -> assertThat(cell).isNegative());
  }
}
