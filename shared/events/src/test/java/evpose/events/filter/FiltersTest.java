package evpose.events.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import org.junit.jupiter.api.Test;

class FiltersTest {
  private static final SensorGeometry SENSOR = new SensorGeometry(10, 8);

  @Test
  void aLonelyEventGoesAndItsNeighbourStays() {
    EventFilter filter = new BackgroundActivityFilter(SENSOR, 70_000);
    assertThat(filter.keeps(4, 4, 1000, 1)).isFalse();
    assertThat(filter.keeps(5, 5, 71_000, 0)).as("exactly in time").isTrue();
    assertThat(filter.keeps(4, 5, 71_001, 0)).as("supported by the second").isTrue();
    assertThat(filter.keeps(4, 4, 150_000, 1)).as("the last support is too old").isFalse();
  }

  @Test
  void nobodySupportsItselfAndTheBorderSupportsNobody() {
    EventFilter filter = new BackgroundActivityFilter(SENSOR, 70_000);
    assertThat(filter.keeps(4, 4, 0, 1)).isFalse();
    assertThat(filter.keeps(4, 4, 10, 1)).isFalse();
    assertThat(filter.keeps(0, 1, 20, 1)).isFalse();
    assertThat(filter.keeps(1, 1, 30, 1)).isFalse();
    assertThat(filter.keeps(0, 1, 40, 1)).as("by the pixel beside it").isTrue();
  }

  @Test
  void hotPixelsLoseEverything() {
    HotPixelFilter filter = new HotPixelFilter(SENSOR, 3);
    EventBuffer events = new EventBuffer();
    for (int i = 0; i < 3; i++) {
      events.add(2, 3, i, 1);
    }
    events.add(3, 3, 5, 1);
    events.add(3, 3, 6, 1);
    filter.count(events);
    EventBuffer kept = new EventBuffer();
    filter.apply(events, kept);
    assertThat(filter.hotPixels()).isEqualTo(1);
    assertThat(kept.size()).isEqualTo(2);
    assertThat(kept.x(0)).isEqualTo(3);
  }

  @Test
  void aMaskEndsWhereItSays() {
    EventFilter mask = new RegionMask(2, 3, 4, 5);
    assertThat(mask.keeps(2, 3, 0, 1)).isFalse();
    assertThat(mask.keeps(4, 5, 0, 1)).isFalse();
    assertThat(mask.keeps(5, 5, 0, 1)).isTrue();
    assertThat(mask.keeps(4, 6, 0, 1)).isTrue();
    assertThatThrownBy(() -> new RegionMask(3, 0, 2, 0)).hasMessageContaining("left=3, right=2");
  }

  @Test
  void whatTheFirstDropsSupportsNobodyInTheSecond() {
    EventFilter both =
        new RegionMask(4, 4, 4, 4).then(new BackgroundActivityFilter(SENSOR, 70_000));
    assertThat(both.keeps(4, 4, 0, 1)).isFalse();
    assertThat(both.keeps(5, 5, 10, 1)).isFalse();
    assertThat(both.keeps(6, 6, 20, 1)).isTrue();
  }
}
