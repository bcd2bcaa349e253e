package evpose.simulation.sensor;

/**
 * Natural logarithm by the exponent's bits and a table of the mantissa's: 1e-4 is far below any
 * threshold, and the same inputs give the same bits everywhere.
 */
final class FastLog {
  private static final int BITS = 12;
  private static final float LN2 = 0.6931472f;
  private static final float[] MANTISSA = new float[1 << BITS];

  static {
    for (int i = 0; i < MANTISSA.length; i++) {
      MANTISSA[i] = (float) StrictMath.log(1 + (i + 0.5) / MANTISSA.length);
    }
  }

  private FastLog() {}

  /**
   * ln(value).
   *
   * @param value positive and normal
   */
  static float of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> 23) - 127;
    return exponent * LN2 + MANTISSA[(bits & 0x7FFFFF) >>> (23 - BITS)];
  }
}
