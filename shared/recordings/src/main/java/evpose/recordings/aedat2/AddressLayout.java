package evpose.recordings.aedat2;

import evpose.events.SensorGeometry;

/**
 * What the bits of an address mean, by family of cameras. Columns are counted from the right, rows
 * from below.
 *
 * <pre>
 *  DAVIS   31 sample of a frame or of motion | 30-22 row | 21-12 column | 11 on | 10 special | 3-0 camera
 *  DVS128  31 something else | 15 special | 14-8 row | 7-1 column | 0 off
 * </pre>
 *
 * @see "jAER, eu.seebetter.ini.chips.DavisBaseCamera and ch.unizh.ini.jaer.chip.retina.DVS128:
 *     their extractors"
 */
enum AddressLayout {
  DAVIS346(346, 260, 1 << 10),
  DAVIS240(240, 180, 1 << 10),
  DVS128(128, 128, 1 << 15);

  private static final int SAMPLE = 1 << 31;

  final SensorGeometry sensor;
  private final int special;

  AddressLayout(int width, int height, int special) {
    sensor = new SensorGeometry(width, height);
    this.special = special;
  }

  boolean isSample(int address) {
    return (address & SAMPLE) != 0;
  }

  boolean isSpecial(int address) {
    return (address & special) != 0;
  }

  /** Number of the camera in a file of several. */
  int camera(int address) {
    return this == DVS128 ? 0 : address & 0xF;
  }

  /** From the left; negative when it lies outside. */
  int x(int address) {
    int fromRight = this == DVS128 ? address >>> 1 & 0x7F : address >>> 12 & 0x3FF;
    return sensor.width() - 1 - fromRight;
  }

  /** From above; negative when it lies outside. */
  int y(int address) {
    int fromBelow = this == DVS128 ? address >>> 8 & 0x7F : address >>> 22 & 0x1FF;
    return sensor.height() - 1 - fromBelow;
  }

  int polarity(int address) {
    return this == DVS128 ? 1 - (address & 1) : address >>> 11 & 1;
  }
}
