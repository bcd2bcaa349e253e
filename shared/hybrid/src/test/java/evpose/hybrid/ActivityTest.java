package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.CropBin;
import evpose.representation.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActivityTest {
  private static final int N = 64;
  private static final CropBin MAP = CropBin.forSensor(346, 260, N);

  private final Activity activity = new Activity(MAP, 100);
  private final SplittableRandom random = new SplittableRandom(3);
  private final Steps steps = new Steps(activity::add);
  private long step;

  /** Closes a step with events of noise, and some of a body. */
  private void close(int noise, int body, double x, double y, double halfWidth, double halfHeight) {
    List<Steps.Event> events = new ArrayList<>();
    for (int i = 0; i < noise; i++) {
      events.addAll(Steps.at(random.nextInt(346), random.nextInt(260), 1));
    }
    for (int i = 0; i < body; i++) {
      events.addAll(
          Steps.at(
              (int) (x + halfWidth * (2 * random.nextDouble() - 1)),
              (int) (y + halfHeight * (2 * random.nextDouble() - 1)),
              1));
    }
    steps.close(step++, events);
  }

  private static boolean holds(Region region, double x, double y) {
    double cellX = MAP.cellX((int) x);
    double cellY = MAP.cellY((int) y);
    return cellX >= region.x()
        && cellX < region.x() + region.width()
        && cellY >= region.y()
        && cellY < region.y() + region.height();
  }

  @Test
  void nothingAndNoiseAloneIsEverywhere() {
    assertThat(activity.region(0)).isEqualTo(Region.whole(N));
    for (int k = 0; k < 100; k++) {
      close(90, 0, 0, 0, 0, 0);
    }
    assertThat(activity.region(step)).isEqualTo(Region.whole(N));
  }

  @Test
  void aBodyInNoiseIsInTheRegion() {
    for (int k = 0; k < 100; k++) {
      close(50, 100, 140, 130, 30, 80);
    }
    Region region = activity.region(step);
    assertThat(holds(region, 110, 50) && holds(region, 170, 210)).isTrue();
    assertThat(region.width()).isLessThanOrEqualTo(40);
    assertThat(region.height()).isBetween(48, 64);
  }

  @Test
  void aLimbThatBarelyMovesIsInTheRegion() {
    for (int k = 0; k < 100; k++) {
      close(20, 100, 140, 80, 30, 30);
      close(20, 6, 140, 190, 20, 20);
    }
    assertThat(holds(activity.region(step), 140, 205)).isTrue();
  }

  @Test
  void whatIsLongPastIsForgotten() {
    for (int k = 0; k < 100; k++) {
      close(5, 100, 60, 130, 20, 60);
    }
    assertThat(holds(activity.region(step), 60, 130)).isTrue();
    for (int k = 0; k < 100; k++) {
      close(5, 100, 260, 130, 20, 60);
    }
    assertThat(holds(activity.region(step), 260, 130)).isTrue();
    assertThat(holds(activity.region(step), 60, 130)).isFalse();
    assertThat(activity.region(step + 100)).isEqualTo(Region.whole(N));
  }

  @Test
  void aRegionIsWholeOnTheMapsOfThreePoolings() {
    for (int k = 0; k < 20; k++) {
      close(0, 50, 40 + 10 * k, 130, 8, 8);
      Region region = activity.region(step);
      assertThat(region.on(8).width() * 8).isEqualTo(region.width());
      assertThat(region.x() + region.width()).isLessThanOrEqualTo(N);
      assertThat(region.y() + region.height()).isLessThanOrEqualTo(N);
    }
  }
}
