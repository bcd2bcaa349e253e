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
  private static final DvsSettings IDEAL =
      DvsSettings.davis346().withThresholds(0.25, 0.25, 0).ideal();

  /** Table of 4096 cells over one octave. */
  private static final float LOG_ERROR = 1.3e-4f;

  /** The pixel that moves: (2, 1). */
  private static final int PIXEL = 6;

  private final IntensityImage image = new IntensityImage(4, 2);
  private final EventBuffer events = new EventBuffer();

  @ParameterizedTest
  @ValueSource(floats = {0.02f, 0.13f, 0.5f, 1f, 1.02f, 7.9f})
  void theFastLogarithmIsTheLogarithm(float value) {
    assertThat(FastLog.of(value)).isCloseTo((float) Math.log(value), within(LOG_ERROR));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.1, 0.34, 0.35, 0.7, 1, 5, 12.3, 39.9})
  void theFastDecayIsTheExponential(double u) {
    assertThat(Decay.of(u) / Math.exp(-u)).isCloseTo(1, within(1e-8));
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
  void onAndOffHaveTheirOwnThresholds() {
    DvsSensor sensor = settled(IDEAL.withThresholds(0.2, 0.4, 0));
    brighten(4);
    see(sensor, 0, 10_000);
    assertThat(events.size()).isBetween(19, 20);
    brighten(-4);
    see(sensor, 10_000, 20_000);
    assertThat(events.size()).isBetween(9, 10);
  }

  @Test
  void thresholdsDifferFromPixelToPixel() {
    IntensityImage large = new IntensityImage(100, 100);
    Arrays.fill(large.values(), 0.5f);
    DvsSensor sensor = new DvsSensor(large, IDEAL.withThresholds(0.25, 0.25, 0.06), 3);
    Arrays.fill(large.values(), (float) (0.52 * Math.exp(20) - 0.02));
    coverAll(large);
    see(sensor, 0, 10_000);
    int[] counts = new int[10_000];
    for (int i = 0; i < events.size(); i++) {
      counts[100 * events.y(i) + events.x(i)]++;
    }
    double mean = events.size() / 10_000.0;
    double square = 0;
    for (int count : counts) {
      square += (count - mean) * (count - mean) / 10_000;
    }
    // 20 / threshold events: 80 of them, with the thresholds' own relative deviation
    assertThat(mean).isCloseTo(80 * (1 + 0.06 * 0.06), within(0.6));
    assertThat(Math.sqrt(square) / mean).isCloseTo(0.06, within(0.004));
  }

  @Test
  void aBlindPixelForgetsTheContrastItMissed() {
    DvsSensor sensor = settled(IDEAL.withRefractoryMicros(1000));
    brighten(10 * 0.25);
    see(sensor, 0, 10_000);
    // an event every 1 ms of ramp plus 1 ms of blindness
    assertThat(events.size()).isBetween(4, 6);
    for (int i = 1; i < events.size(); i++) {
      assertThat((double) (events.micros(i) - events.micros(i - 1))).isCloseTo(2000, within(3.0));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 80, 2000})
  void nothingDependsOnHowARampIsCutIntoPictures(double cutoffHz) {
    DvsSettings settings = IDEAL.withRefractoryMicros(1000).withCutoff(cutoffHz, 1);
    DvsSensor whole = settled(settings);
    brighten(10 * 0.25);
    see(whole, 0, 10_000);
    List<Long> expected = times();
    assertThat(expected).hasSizeGreaterThan(3);

    DvsSensor pieces = settled(settings);
    pieces.open(0);
    for (int i = 0; i < 40; i++) {
      brighten(10 * 0.25 / 40);
      pieces.see((i + 1) * 250L);
    }
    pieces.close(10_000);
    pieces.hand(10_000, events);
    List<Long> actual = times();
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      // the table of logarithms makes 1e-4 of 2.5 a ramp; cut-offs are those of a class
      assertThat((double) actual.get(i)).isCloseTo(expected.get(i), within(5.0));
    }
  }

  @Test
  void aSlowPixelFollowsARampByItsTimeConstant() {
    // all brightnesses alike: tau = 1 / (2 pi 100 Hz) = 1592 us
    double tau = 1e6 / (2 * Math.PI * 100);
    DvsSensor sensor = settled(IDEAL.withCutoff(100, 1));
    double phase = firstLevel();
    double slope = 2.5 / 20_000;
    brighten(2.5);
    see(sensor, 0, 20_000);
    assertThat(events.size()).isGreaterThan(5);
    for (int i = 0; i < events.size(); i++) {
      double t = events.micros(i) + 0.5;
      double filtered = slope * (t - tau * (1 - Math.exp(-t / tau)));
      double level = phase + 0.25 * i;
      assertThat((filtered - level) / slope).isCloseTo(0, within(4.0)); // microseconds
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {20, 60, 200})
  void aFlickerIsAttenuatedAsAFirstOrderFilterDoes(double flickerHz) {
    double cutoffHz = 60;
    DvsSensor sensor = settled(IDEAL.withCutoff(cutoffHz, 1).withThresholds(0.02, 0.02, 0));
    double amplitude = 1; // of log brightness
    double last = 0;
    int steps = (int) (1e6 / flickerHz / 50); // pictures of 50 us in a period
    long begin = 0;
    int counted = 0;
    for (int period = 0; period < 12; period++) {
      long end = begin + steps * 50L;
      sensor.open(begin);
      for (int i = 1; i <= steps; i++) {
        double log = amplitude * Math.sin(2 * Math.PI * i / steps);
        brighten(log - last);
        last = log;
        sensor.see(begin + 50L * i);
      }
      sensor.close(end);
      sensor.hand(end, events);
      counted = events.size();
      begin = end;
    }
    double ratio = flickerHz / cutoffHz;
    double gain = 1 / Math.sqrt(1 + ratio * ratio);
    // up and down by twice the amplitude; each turn costs up to one threshold
    assertThat(counted * 0.02).isCloseTo(4 * amplitude * gain, within(0.05));
  }

  @Test
  void aDarkPixelIsSlowerThanABrightOne() {
    // 0.4 ln up at once: half of the events have come after tau ln 2
    DvsSettings settings = IDEAL.withCutoff(200, 0.1).withThresholds(0.02, 0.02, 0);
    for (float brightness : new float[] {0.05f, 0.2f, 1}) {
      double lit = (brightness + 0.02) * Math.exp(0.4) - 0.02;
      double tau = 1e6 / (2 * Math.PI * 200 * (0.1 + 0.9 * lit));
      assertThat(halfTime(settings, brightness) / (tau * Math.log(2))).isCloseTo(1, within(0.08));
    }
  }

  private double halfTime(DvsSettings settings, float brightness) {
    Arrays.fill(image.values(), brightness);
    DvsSensor sensor = new DvsSensor(image, settings, 1);
    image.values()[PIXEL] = (float) ((brightness + 0.02) * Math.exp(0.4) - 0.02);
    image.cover(1, 2);
    sensor.open(0);
    sensor.see(1);
    sensor.see(100_000);
    sensor.close(100_000);
    sensor.hand(100_000, events);
    return events.micros(events.size() / 2 - 1);
  }

  @Test
  void aPeakBetweenTwoPicturesIsNotLost() {
    // the circuit still rises when the light has begun to fall, and is back before the next picture
    DvsSettings settings = IDEAL.withCutoff(100, 1).withThresholds(0.1, 0.1, 0);
    DvsSensor coarse = settled(settings);
    coarse.open(0);
    brighten(2);
    coarse.see(1000);
    brighten(-2);
    coarse.see(40_000);
    coarse.close(40_000);
    coarse.hand(40_000, events);
    List<Long> expected = times();
    DvsSensor fine = settled(settings);
    fine.open(0);
    brighten(2);
    fine.see(1000);
    for (int i = 1; i <= 390; i++) {
      brighten(-2 / 390.0);
      fine.see(1000 + i * 100L);
    }
    fine.close(40_000);
    fine.hand(40_000, events);
    assertThat(expected).hasSizeGreaterThan(20).hasSameSizeAs(times());
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) expected.get(i)).isCloseTo(events.micros(i), within(60.0));
    }
  }

  @Test
  void shotNoiseRisesInTheDark() {
    DvsSettings noisy = IDEAL.withShotNoise(2, 0.25, 0);
    int dark = eventsInASecond(0, noisy);
    int onDark = on();
    int grey = eventsInASecond(0.5f, noisy);
    int white = eventsInASecond(1, noisy);
    // 2 Hz · 10^4 pixels · 1 s, times 1, 0.625, 0.25; within 5 deviations
    assertThat(dark).isBetween(20_000 - 710, 20_000 + 710);
    assertThat(grey).isBetween(12_500 - 560, 12_500 + 560);
    assertThat(white).isBetween(5_000 - 355, 5_000 + 355);
    assertThat(onDark / (double) dark).isCloseTo(0.5, within(0.02));
  }

  @Test
  void noiseIsSpreadOverSensorAndTime() {
    IntensityImage large = new IntensityImage(100, 100);
    DvsSensor sensor = new DvsSensor(large, IDEAL.withShotNoise(0.5, 1, 0), 3);
    int[] quarters = new int[4];
    for (int step = 0; step < 100; step++) {
      see(sensor, step * 10_000L, step * 10_000L + 10_000);
      for (int i = 0; i < events.size(); i++) {
        quarters[(events.x(i) < 50 ? 0 : 1) + (events.y(i) < 50 ? 0 : 2)]++;
        assertThat(events.micros(i)).isBetween(step * 10_000L, step * 10_000L + 9_999);
      }
    }
    for (int quarter : quarters) {
      assertThat(quarter).isBetween(1050, 1450);
    }
  }

  @Test
  void pixelsLeakOnEventsEachAtItsOwnRate() {
    int all = eventsInASecond(1, IDEAL.withLeak(4, 0));
    assertThat(on()).isEqualTo(all);
    assertThat(all).isBetween(40_000 - 1000, 40_000 + 1000);
    double even = spread();
    all = eventsInASecond(1, IDEAL.withLeak(4, 0.5));
    assertThat(all).isBetween(38_500, 41_000); // the most a pixel leaks is cut
    // Poisson: variance = mean; with mismatch its square joins, 16 (e^0.25 - 1)
    assertThat(even).isCloseTo(4, within(0.3));
    assertThat(spread()).isCloseTo(4 + 16 * (Math.exp(0.25) - 1), within(1.2));
  }

  @Test
  void hotPixelsStayWhereTheyAre() {
    eventsInASecond(1, IDEAL.withHotPixels(2, 200));
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
  void handsATakeOutPieceByPiece() {
    DvsSensor sensor = settled(IDEAL);
    brighten(10 * 0.25);
    sensor.open(0);
    sensor.see(10_000);
    sensor.close(10_000);
    int all = 0;
    for (long until = 2_500; until <= 10_000; until += 2_500) {
      sensor.hand(until, events);
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.micros(i)).isBetween(until - 2_500, until - 1);
      }
      all += events.size();
    }
    assertThat(all).isEqualTo(10);
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> IDEAL.withThresholds(0, 0.2, 0))
        .hasMessage("onThresholdLn must be positive: onThresholdLn=0.0");
    assertThatThrownBy(() -> IDEAL.withThresholds(0.25, 0.25, 0.4))
        .hasMessage(
            "thresholdMismatch must be in [0, 0.3), beyond it thresholds reach zero:"
                + " thresholdMismatch=0.4");
    assertThatThrownBy(() -> IDEAL.withRefractoryMicros(-1))
        .hasMessage("refractoryMicros must be in [0, 1000000]: refractoryMicros=-1");
    assertThatThrownBy(() -> IDEAL.withCutoff(200, 0))
        .hasMessage(
            "cutoffDarkShare must be in [0.001, 1], at 0 black pixels stand still:"
                + " cutoffDarkShare=0.0");
    assertThatThrownBy(() -> IDEAL.withShotNoise(Double.NaN, 0, 0))
        .hasMessage("shotNoiseDarkHz must be in [0, 1000]: shotNoiseDarkHz=NaN");
  }

  private DvsSensor settled(DvsSettings settings) {
    Arrays.fill(image.values(), 1);
    return new DvsSensor(image, settings, 1);
  }

  /**
   * Where above the settled brightness the first ON event of the pixel lies, found by a slow ramp.
   */
  private double firstLevel() {
    DvsSensor sensor = settled(IDEAL);
    brighten(1);
    see(sensor, 0, 1_000_000);
    double level = events.micros(0) * 1e-6;
    Arrays.fill(image.values(), 1);
    return level;
  }

  /** Pixel (2, 1) changes by so many natural logarithms, darkness included. */
  private void brighten(double log) {
    image.values()[PIXEL] = (float) ((image.values()[PIXEL] + 0.02) * Math.exp(log) - 0.02);
    image.cover(1, 2);
  }

  private void see(DvsSensor sensor, long from, long to) {
    sensor.open(from);
    sensor.see(to);
    sensor.close(to);
    sensor.hand(to, events);
  }

  private int eventsInASecond(float brightness, DvsSettings settings) {
    IntensityImage large = new IntensityImage(100, 100);
    Arrays.fill(large.values(), brightness);
    see(new DvsSensor(large, settings, 3), 0, 1_000_000);
    return events.size();
  }

  /** Variance of the number of events from pixel to pixel. */
  private double spread() {
    int[] counts = new int[10_000];
    for (int i = 0; i < events.size(); i++) {
      counts[100 * events.y(i) + events.x(i)]++;
    }
    double mean = events.size() / 10_000.0;
    double square = 0;
    for (int count : counts) {
      square += (count - mean) * (count - mean) / 10_000;
    }
    return square;
  }

  private int on() {
    int on = 0;
    for (int i = 0; i < events.size(); i++) {
      on += events.polarity(i);
    }
    return on;
  }

  private static void coverAll(IntensityImage image) {
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        image.cover(y, x);
      }
    }
  }

  private List<Long> times() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      times.add(events.micros(i));
    }
    return times;
  }
}
