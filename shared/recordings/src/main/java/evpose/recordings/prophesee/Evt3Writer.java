package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.recordings.OneCameraWriter;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes EVT3, as {@link Evt3Decoder} draws it; neighbours in a row that fire in the same
 * microsecond share a vector of 12. The clock of 24 bits wraps every 16.8 s: its high word is told
 * at every quarter of a turn at least, from time 0 on, so that a reader counts the turns.
 *
 * @see "Prophesee, EVT 3.0 format"
 */
public final class Evt3Writer extends OneCameraWriter {
  private static final int LARGEST_SIDE = 1 << 11;
  private static final int LOW_BITS = 12;
  private static final int LOW_MASK = 0xFFF;
  private static final long QUARTER_TURN = 1 << 10; // of the clock's high words
  private static final int VECTOR = 12;
  private static final int WORTH_A_VECTOR = 3; // events; fewer are as short one by one

  /** 19 hours; the turns up to the first event take four words each. */
  private static final long LATEST_MICROS = (1L << 36) - 1;

  private long high = -1; // of the last time told, with its turns
  private int low = -1;
  private int y = -1;

  private Evt3Writer(Path file, RecordedCamera camera) throws IOException {
    super(file, camera, "EVT3", LARGEST_SIDE, LATEST_MICROS);
  }

  /**
   * Begins a file; one that is there is written over.
   *
   * @throws IllegalArgumentException when the sensor is larger than 2048 pixels a side
   */
  public static Evt3Writer create(Path file, RecordedCamera camera) throws IOException {
    Evt3Writer writer = new Evt3Writer(file, camera);
    writer.out.text(RawHeader.text("3.0", "EVT3", camera));
    return writer;
  }

  @Override
  protected void append(EventBuffer events) throws IOException {
    int i = 0;
    while (i < events.size()) {
      tellTime(events.micros(i));
      if (events.y(i) != y) {
        y = events.y(i);
        word(0x0, y);
      }
      int address = events.polarity(i) << 11 | events.x(i);
      int which = which(events, i);
      if (Integer.bitCount(which) >= WORTH_A_VECTOR) {
        word(0x3, address);
        word(0x4, which);
        i += Integer.bitCount(which);
      } else {
        word(0x2, address);
        i++;
      }
    }
  }

  private void tellTime(long micros) throws IOException {
    long wanted = micros >> LOW_BITS;
    if (wanted != high) {
      while (high < 0 ? wanted > 0 : wanted - high > QUARTER_TURN) {
        high = high < 0 ? 0 : high + QUARTER_TURN;
        word(0x8, (int) high & LOW_MASK);
      }
      if (wanted != high) {
        high = wanted;
        word(0x8, (int) high & LOW_MASK);
      }
      low = -1;
    }
    if (((int) micros & LOW_MASK) != low) {
      low = (int) micros & LOW_MASK;
      word(0x6, low);
    }
  }

  /** The events from {@code from} on that fit into one vector and keep their order in it. */
  private static int which(EventBuffer events, int from) {
    int which = 1;
    int first = events.x(from);
    for (int i = from + 1; i < events.size(); i++) {
      int column = events.x(i) - first;
      boolean follows =
          column < VECTOR
              && column >= 0
              && 1 << column > which
              && events.y(i) == events.y(from)
              && events.micros(i) == events.micros(from)
              && events.polarity(i) == events.polarity(from);
      if (!follows) {
        break;
      }
      which |= 1 << column;
    }
    return which;
  }

  private void word(int type, int value) throws IOException {
    ByteBuffer words = out.room(2);
    words.putShort((short) (type << 12 | value));
  }
}
