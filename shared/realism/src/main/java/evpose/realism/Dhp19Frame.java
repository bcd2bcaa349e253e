package evpose.realism;

import evpose.representation.ConstantCountFrame;
import java.util.Arrays;

/**
 * One camera's share of a frame, and what can be said of it.
 *
 * @param grey [rows][columns], 0 to 255; 0 where nothing happened
 * @param rows of the image
 * @param columns of the image
 */
record Dhp19Frame(byte[] grey, int rows, int columns) {
  /** Columns the network sees; the sensor's last two are cut. */
  static final int COLUMNS = 344;

  static final int ROWS = 260;

  /**
   * Grey levels from counts: 255 is three deviations of the pixels that saw anything.
   *
   * @param counts [260][346] events a pixel, polarity ignored
   * @see "DHP19 release, normalizeImage3Sigma"
   */
  static Dhp19Frame of(int[] counts, int sensorColumns) {
    double deviation = ConstantCountFrame.deviation(counts);
    byte[] grey = new byte[ROWS * COLUMNS];
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < COLUMNS; x++) {
        grey[y * COLUMNS + x] =
            (byte) ConstantCountFrame.level(counts[y * sensorColumns + x], deviation);
      }
    }
    return new Dhp19Frame(grey, ROWS, COLUMNS);
  }

  int grey(int row, int column) {
    return grey[row * columns + column] & 0xFF;
  }

  /** As the network takes it. */
  float[] floats() {
    float[] values = new float[grey.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = grey[i] & 0xFF;
    }
    return values;
  }

  /** Pixels that saw anything. */
  int activePixels() {
    int active = 0;
    for (byte value : grey) {
      active += value == 0 ? 0 : 1;
    }
    return active;
  }

  /** Mean of the active pixels. */
  double meanGrey() {
    long sum = 0;
    for (byte value : grey) {
      sum += value & 0xFF;
    }
    return (double) sum / Math.max(1, activePixels());
  }

  /** Active pixels none of whose eight neighbours is active. */
  int isolatedPixels() {
    int isolated = 0;
    for (int y = 1; y < rows - 1; y++) {
      for (int x = 1; x < columns - 1; x++) {
        isolated += grey(y, x) != 0 && neighbours(y, x) == 0 ? 1 : 0;
      }
    }
    return isolated;
  }

  private int neighbours(int row, int column) {
    int active = 0;
    for (int y = row - 1; y <= row + 1; y++) {
      for (int x = column - 1; x <= column + 1; x++) {
        active += (y != row || x != column) && grey(y, x) != 0 ? 1 : 0;
      }
    }
    return active;
  }

  /** Shares of the active pixels in equal ranges of grey, dark to bright. */
  double[] histogram(int bins) {
    double[] shares = new double[bins];
    for (byte value : grey) {
      int level = value & 0xFF;
      if (level > 0) {
        shares[level * bins / 256]++;
      }
    }
    double active = Math.max(1, activePixels());
    Arrays.setAll(shares, i -> shares[i] / active);
    return shares;
  }
}
