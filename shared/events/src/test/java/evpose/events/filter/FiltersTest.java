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

  @Test
  void aPixelRestsFromTheLastEventKept() {
    EventFilter filter = new RefractoryFilter(SENSOR, 100);
    assertThat(filter.keeps(4, 4, 1000, 1)).isTrue();
    assertThat(filter.keeps(4, 4, 1099, 0)).isFalse();
    assertThat(filter.keeps(4, 4, 1100, 0)).as("counted from the one kept").isTrue();
    assertThat(filter.keeps(5, 4, 1101, 0)).as("another pixel").isTrue();
    assertThatThrownBy(() -> new RefractoryFilter(SENSOR, 0)).hasMessageEndingWith("Micros=0");
  }

  @Test
  void onePolarityAndOneRegionAreKept() {
    assertThat(new PolarityFilter(1).keeps(0, 0, 0, 1)).isTrue();
    assertThat(new PolarityFilter(1).keeps(0, 0, 0, 0)).isFalse();
    EventFilter region = new RegionFilter(2, 3, 4, 5);
    assertThat(region.keeps(2, 3, 0, 1)).isTrue();
    assertThat(region.keeps(4, 6, 0, 1)).isFalse();
    assertThatThrownBy(() -> new RegionFilter(3, 0, 2, 0)).hasMessageContaining("left=3, right=2");
  }

  @Test
  void aRateLimitLeavesTheFirstOfEverySlot() {
    EventFilter limit = new RateLimit(300);
    int kept = 0;
    for (int i = 0; i < 1000; i++) { // 1000 events in 100 ms
      kept += limit.keeps(1, 1, 100L * i, 1) ? 1 : 0;
    }
    assertThat(kept).isEqualTo(30);
    assertThatThrownBy(() -> new RateLimit(99)).hasMessageEndingWith("eventsPerSecond=99");
  }

  @Test
  void aFlickeringPixelFallsSilentAndSpeaksAgain() {
    EventFilter filter = new AntiFlicker(SENSOR, 90, 130);
    int kept = 0;
    for (int i = 0; i < 100; i++) { // 100 Hz
      kept += filter.keeps(3, 3, 10_000L * i, 1) ? 1 : 0;
      kept += filter.keeps(3, 3, 10_000L * i + 5_000, 0) ? 1 : 0;
    }
    assertThat(kept).as("until seven periods were alike").isBetween(14, 18);
    assertThat(filter.keeps(3, 3, 2_000_000, 0)).isTrue();
    int moving = 0;
    for (int i = 0; i < 100; i++) { // a hand before it: 100 Hz is not met twice
      moving += filter.keeps(5, 5, 10_000L * i + 4_000L * (i % 2), i % 2) ? 1 : 0;
    }
    assertThat(moving).isEqualTo(100);
  }

  @Test
  void aChainAccountsForWhatEachRemoved() {
    FilterChain chain = new FilterChain();
    chain.add("mask", new RegionMask(4, 4, 4, 4));
    chain.add("polarity", new PolarityFilter(1));
    assertThat(chain.keeps(4, 4, 0, 0)).isFalse();
    assertThat(chain.keeps(5, 4, 0, 0)).isFalse();
    assertThat(chain.keeps(5, 4, 0, 1)).isTrue();
    assertThat(chain.seen()).isEqualTo(3);
    assertThat(chain.removed()).hasToString("{mask=1, polarity=1}");
  }
}
