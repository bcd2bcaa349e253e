package evpose.messages;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as JSON text, one text for one value on every JDK ({@link Double#toString} changed in JDK
 * 19, so it is not used): no "-0", no trailing zeros, no exponent between 1e-6 and 1e15.
 */
final class CanonicalNumbers {
  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  /**
   * Up to here v·10^decimals rounds to the same integer again after a trip through text: a double
   * this large still has 5 bits after the point.
   */
  private static final double EXACT = 0x1p48;

  private static final double WHOLE = 0x1p53; // from here on every double is a whole number

  private static final double PLAIN_BELOW = 1e15;

  private CanonicalNumbers() {}

  /** A finite number with at most {@code decimals} (0 to 6) decimals, half rounded up. */
  static String rounded(double value, int decimals) {
    double scaled = value * POWERS[decimals];
    if (Math.abs(value) >= WHOLE) {
      return shortest(value);
    }
    if (!(Math.abs(scaled) < EXACT)) {
      return text(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN));
    }
    return scaledText(Math.round(scaled), decimals);
  }

  private static String scaledText(long scaled, int decimals) {
    long magnitude = Math.abs(scaled);
    long whole = magnitude / POWERS[decimals];
    long fraction = magnitude % POWERS[decimals];
    StringBuilder text = new StringBuilder(20);
    if (scaled < 0) {
      text.append('-');
    }
    text.append(whole);
    if (fraction != 0) {
      text.append('.');
      for (int d = decimals - 1; fraction != 0; d--) {
        text.append((char) ('0' + fraction / POWERS[d]));
        fraction %= POWERS[d];
      }
    }
    return text.toString();
  }

  /** A finite number with the fewest digits that read back as the same double. */
  static String shortest(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (Double.parseDouble(candidate.toString()) == value) {
        return text(candidate);
      }
    }
    return text(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
  }

  private static String text(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    boolean plain = stripped.scale() <= 0 && Math.abs(value.doubleValue()) < PLAIN_BELOW;
    return plain ? stripped.toPlainString() : stripped.toString();
  }
}
