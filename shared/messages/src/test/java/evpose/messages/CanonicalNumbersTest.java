package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalNumbersTest {
  private static final long SEED = 7;

  @ParameterizedTest
  @CsvSource({
    "0, 4, 0",
    "-0.0, 4, 0",
    "-0.00004, 4, 0",
    "-0.00005, 4, 0",
    "-0.00006, 4, -0.0001",
    "0.00005, 4, 0.0001",
    "1.5, 4, 1.5",
    "-1.5, 4, -1.5",
    "100, 4, 100",
    "123.45678, 4, 123.4568",
    "0.1, 4, 0.1",
    "0.0101, 4, 0.0101",
    "-1234.0005, 3, -1234",
    "-1234.0006, 3, -1234.001",
    "2.5, 0, 3",
    "281474976710655.9, 3, 281474976710655.906",
    "1e15, 3, 1E+15",
    "1.5e300, 3, 1.5E+300",
  })
  void roundsToOneText(double value, int decimals, String text) {
    assertThat(CanonicalNumbers.rounded(value, decimals)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-0.0, 0",
    "1, 1",
    "100, 100",
    "0.1, 0.1",
    "2e-3, 0.002",
    "-2.6319147339609605e-05, -0.000026319147339609605",
    "2.0E-7, 2E-7",
    "2.2250738585072014E-308, 2.2250738585072014E-308",
    "4.9E-324, 5E-324",
    "1.0E23, 1E+23",
    "2.0E-3, 0.002",
    "123456789012345680, 1.2345678901234568E+17",
  })
  void writesTheFewestDigitsThatReadBackTheSame(double value, String text) {
    assertThat(CanonicalNumbers.shortest(value)).isEqualTo(text);
  }

  @Test
  void readingBackAndWritingAgainChangesNothing() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 200_000; i++) {
      double value = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-30, 70));
      int decimals = random.nextInt(7);
      String once = CanonicalNumbers.rounded(value, decimals);
      assertThat(CanonicalNumbers.rounded(Double.parseDouble(once), decimals))
          .as("seed=%d, i=%d, value=%s, decimals=%d", SEED, i, value, decimals)
          .isEqualTo(once);
    }
  }

  @Test
  void shortestReadsBackAsTheSameDouble() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 50_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(CanonicalNumbers.shortest(value)))
            .as("seed=%d, i=%d", SEED, i)
            .isEqualTo(value == 0 ? 0 : value);
      }
    }
  }
}
