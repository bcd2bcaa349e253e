package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  static final double BUCKET_PERCENT = 100.0 / 64; // one bucket

  @Test
  void nothingRecordedHasNoQuantiles() {
    assertThat(new LatencyHistogram().quantileMs(0.5)).isNaN();
  }

  @Test
  void smallLatenciesAreExact() {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long micros = 1; micros <= 100; micros++) {
      histogram.record(micros);
    }
    assertThat(histogram.quantileMs(0.50)).isEqualTo(0.050);
    assertThat(histogram.quantileMs(0.99)).isEqualTo(0.099);
    assertThat(histogram.quantileMs(1)).isEqualTo(0.100);
  }

  @Test
  void quantilesAreOffByLessThanABucketOverTheWholeRange() {
    SplittableRandom random = new SplittableRandom(7);
    long[] micros = new long[20_000];
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < micros.length; i++) {
      micros[i] = (long) Math.exp(random.nextDouble() * Math.log(1e9)); // 1 us to 1000 s
      histogram.record(micros[i]);
    }
    Arrays.sort(micros);
    for (double q : new double[] {0.01, 0.5, 0.95, 0.99, 0.999}) {
      double exact = micros[(int) Math.ceil(q * micros.length) - 1] / 1000.0;
      assertThat(histogram.quantileMs(q))
          .as("q=%s", q)
          .isCloseTo(exact, Percentage.withPercentage(BUCKET_PERCENT));
    }
  }

  @Test
  void nonsenseIsKeptInsideTheRange() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    assertThat(histogram.quantileMs(0.5)).isZero();
    assertThat(histogram.quantileMs(1)).isCloseTo(17_179_869, within(200_000.0)); // 4.8 h
  }

  @Test
  void sumsAreTheSameAsRecordingInOne() {
    LatencyHistogram a = new LatencyHistogram();
    LatencyHistogram b = new LatencyHistogram();
    LatencyHistogram both = new LatencyHistogram();
    for (long micros = 100; micros < 90_000; micros += 37) {
      (micros % 2 == 0 ? a : b).record(micros);
      both.record(micros);
    }
    a.add(b);
    assertThat(a.count()).isEqualTo(both.count());
    assertThat(a.quantileMs(0.95)).isEqualTo(both.quantileMs(0.95));
    a.clear();
    assertThat(a.count()).isZero();
    assertThat(a.quantileMs(0.95)).isNaN();
  }
}
