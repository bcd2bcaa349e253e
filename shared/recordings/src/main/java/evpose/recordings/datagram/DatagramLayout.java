package evpose.recordings.datagram;

import java.util.Arrays;
import java.util.Optional;

/** How events lie in a datagram; all numbers little-endian, no header, no sequence number. */
public enum DatagramLayout {
  /**
   * A word an event, and a second one with its time where the first has its top bit clear:
   *
   * <pre>
   *   31 no time follows | 30-16 column | 15 polarity | 14-0 row        31-0 microseconds
   * </pre>
   *
   * @see "SpiNNakerManchester/spif, spiffer: spif events; AEStream sends these"
   */
  SPIF("spif", 4),

  /**
   * Thirteen bytes an event: u64 microseconds, u16 column, u16 row, u8 polarity.
   *
   * @see "aestream/faery, UDP output, its default"
   */
  T64("t64_x16_y16_on8", 13),

  /**
   * Eight bytes an event: u32 microseconds, u16 column, u16 whose lowest bit is the polarity and
   * the others the row.
   *
   * @see "aestream/faery, UDP output"
   */
  T32("t32_x16_y15_on1", 8);

  private final String spelling;
  private final int unitBytes;

  DatagramLayout(String spelling, int unitBytes) {
    this.spelling = spelling;
    this.unitBytes = unitBytes;
  }

  /** Its name as people write it. */
  public String spelling() {
    return spelling;
  }

  /** A datagram is a multiple of so many bytes. */
  int unitBytes() {
    return unitBytes;
  }

  /** By its name, if it is one. */
  public static Optional<DatagramLayout> of(String spelling) {
    return Arrays.stream(values()).filter(l -> l.spelling.equals(spelling)).findFirst();
  }
}
