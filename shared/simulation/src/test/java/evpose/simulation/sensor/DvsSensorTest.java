package evpose.simulation.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.events.EventBuffer;
import evpose.simulation.render.IntensityImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DvsSensorTest {
  private static final DvsSettings IDEAL = DvsSettings.davis346().ideal();

  /** Table of 4096 cells over one octave. */
  private static final float LOG_ERROR = 1.3e-4f;

  private final IntensityImage image = new IntensityImage(4, 2);
  private final EventBuffer events = new EventBuffer();

  @ParameterizedTest
  @ValueSource(floats = {0.02f, 0.13f, 0.5f, 1f, 1.02f, 7.9f})
  void theFastLogarithmIsTheLogarithm(float value) {
    assertThat(FastLog.of(value)).isCloseTo((float) Math.log(value), within(LOG_ERROR));
  }

  @Test
  void aRampGivesEventsAtEvenTimes() {
    DvsSensor sensor = settled(IDEAL);
    // ten thresholds up in 10 ms: one event a millisecond, the first after the settled phase
    brighten(10 * 0.25);
    see(sensor, 0, 10_000);
    assertThat(events.size()).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      assertThat(events.polarity(i)).isEqualTo(1);
      assertThat(events.x(i)).isEqualTo(2);
      assertThat(events.y(i)).isEqualTo(1);
      if (i > 0) {
        assertThat((double) (events.micros(i) - events.micros(i - 1))).isCloseTo(1000, within(2.0));
      }
    }
    brighten(-10 * 0.25);
    see(sensor, 10_000, 20_000);
    // hysteresis: going down begins a whole threshold below the last event
    assertThat(events.size()).isBetween(9, 10);
    assertThat(events.polarity(0)).isZero();
    assertThat(events.micros(0)).isBetween(10_000L, 19_999L);
  }

  @Test
  void aBlindPixelForgetsTheContrastItMissed() {
    DvsSettings blind = new DvsSettings(0.25, 0, 1000, 0, 0, 0, 0, 0.02);
    DvsSensor sensor = settled(blind);
    brighten(10 * 0.25);
    see(sensor, 0, 10_000);
    // an event every 1 ms of ramp plus 1 ms of blindness
    assertThat(events.size()).isBetween(4, 6);
    for (int i = 1; i < events.size(); i++) {
      assertThat((double) (events.micros(i) - events.micros(i - 1))).isCloseTo(2000, within(3.0));
    }
  }

  @Test
  void blindnessLastsAcrossPictures() {
    DvsSettings blind = new DvsSettings(0.25, 0, 1000, 0, 0, 0, 0, 0.02);
    DvsSensor whole = settled(blind);
    brighten(10 * 0.25);
    see(whole, 0, 10_000);
    List<Long> expected = times();

    image.values()[6] = 1;
    DvsSensor pieces = settled(blind);
    pieces.openStep(0);
    for (int i = 0; i < 40; i++) {
      brighten(10 * 0.25 / 40);
      pieces.see(image, i * 250L, (i + 1) * 250L);
    }
    pieces.closeStep(10_000, events);
    List<Long> actual = times();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat((double) actual.get(i)).isCloseTo(expected.get(i), within(5.0));
    }
  }

  @Test
  void noiseIsSpreadOverSensorAndTime() {
    IntensityImage large = new IntensityImage(100, 100);
    Arrays.fill(large.values(), 1);
    DvsSensor sensor = new DvsSensor(100, 100, new DvsSettings(0.25, 0, 0, 0.5, 0, 0, 0, 0.02), 3);
    sensor.settle(large);
    int[] quarters = new int[4];
    int on = 0;
    int all = 0;
    for (int step = 0; step < 100; step++) {
      sensor.openStep(step * 10_000L);
      sensor.see(large, step * 10_000L, step * 10_000L + 10_000);
      sensor.closeStep(step * 10_000L + 10_000, events);
      for (int i = 0; i < events.size(); i++) {
        quarters[(events.x(i) < 50 ? 0 : 1) + (events.y(i) < 50 ? 0 : 2)]++;
        on += events.polarity(i);
        all++;
        assertThat(events.micros(i)).isBetween(step * 10_000L, step * 10_000L + 9_999);
      }
    }
    assertThat(all).isBetween(4600, 5400); // 0.5 Hz · 10^4 pixels · 1 s, within 5 deviations
    assertThat(on / (double) all).isBetween(0.46, 0.54);
    for (int quarter : quarters) {
      assertThat(quarter).isBetween(1050, 1450);
    }
  }

  @Test
  void hotPixelsStayWhereTheyAre() {
    DvsSettings hot = new DvsSettings(0.25, 0, 0, 0, 0, 2, 200, 0.02);
    IntensityImage large = new IntensityImage(100, 100);
    DvsSensor sensor = new DvsSensor(100, 100, hot, 3);
    sensor.settle(large);
    sensor.openStep(0);
    sensor.closeStep(1_000_000, events);
    assertThat(events.size()).isPositive();
    long places = 0;
    boolean[] seen = new boolean[10_000];
    for (int i = 0; i < events.size(); i++) {
      int q = events.y(i) * 100 + events.x(i);
      places += seen[q] ? 0 : 1;
      seen[q] = true;
    }
    assertThat(places).isLessThanOrEqualTo(2);
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> new DvsSettings(0, 0, 0, 0, 0, 0, 0, 0.02))
        .hasMessage("threshold must be positive: threshold=0.0");
    assertThatThrownBy(() -> new DvsSettings(0.25, 0.4, 0, 0, 0, 0, 0, 0.02))
        .hasMessage("mismatch must be in [0, 0.3), beyond it thresholds reach zero: mismatch=0.4");
    assertThatThrownBy(() -> new DvsSettings(0.25, 0, -1, 0, 0, 0, 0, 0.02))
        .hasMessage("refractoryMicros must not be negative: refractoryMicros=-1");
    assertThatThrownBy(() -> new DvsSettings(0.25, 0, 0, -1, 0, 0, 0, 0.02))
        .hasMessage(
            "rates of noise must not be negative:"
                + " noiseHz=-1.0, leakHz=0.0, hotPixels=0, hotPixelHz=0.0");
    assertThatThrownBy(() -> new DvsSettings(0.25, 0, 0, 0, 0, 0, 0, 0))
        .hasMessage("darkOffset must be positive, black has no logarithm: darkOffset=0.0");
  }

  private DvsSensor settled(DvsSettings settings) {
    Arrays.fill(image.values(), 1);
    DvsSensor sensor = new DvsSensor(4, 2, settings, 1);
    sensor.settle(image);
    return sensor;
  }

  /** Pixel (2, 1) changes by so many natural logarithms, darkness included. */
  private void brighten(double log) {
    image.values()[6] = (float) ((image.values()[6] + 0.02) * Math.exp(log) - 0.02);
    image.cover(1, 2, 3);
  }

  private void see(DvsSensor sensor, long from, long to) {
    sensor.openStep(from);
    sensor.see(image, from, to);
    sensor.closeStep(to, events);
  }

  private List<Long> times() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      times.add(events.micros(i));
    }
    return times;
  }
}
