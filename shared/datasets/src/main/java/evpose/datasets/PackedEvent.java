package evpose.datasets;

/**
 * An event in 32 bits.
 *
 * <pre>
 *  31        19  18  17       9 8        0
 * +------------+----+----------+----------+
 * | time / 2µs | on |  row     |  column  |
 * +------------+----+----------+----------+
 * </pre>
 *
 * Time counts from the begin of its step, in units of 2 µs: steps last up to 16 ms.
 */
public final class PackedEvent {
  /** Sensors are at most this wide and high. */
  static final int MAX_SIDE = 512;

  /** Steps are at most this long. */
  static final int MAX_STEP_MICROS = 16_384;

  private PackedEvent() {}

  static int pack(int x, int y, int polarity, int microsInStep) {
    return (microsInStep >> 1) << 19 | polarity << 18 | y << 9 | x;
  }

  public static int x(int event) {
    return event & 0x1FF;
  }

  public static int y(int event) {
    return event >>> 9 & 0x1FF;
  }

  public static int polarity(int event) {
    return event >>> 18 & 1;
  }

  public static int microsInStep(int event) {
    return (event >>> 19) << 1;
  }
}
