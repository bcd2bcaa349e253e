package evpose.recordings.datagram;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The events of one camera's datagrams. Every event it gives lies inside the sensor and at a
 * possible time; others are counted and left out. Clocks of 32 bits go on when they wrap, after 71
 * minutes; a leap of half of that, either way, cannot be told from a wrap. An event without a time
 * of its own gets that of its datagram's arrival. Not thread-safe.
 *
 * <p>Kinds of problems: {@code cut-datagram}, {@code outside-sensor}, {@code bad-time}, {@code
 * bad-polarity}.
 */
public final class DatagramDecoder {
  private final String from;
  private final RecordedCamera camera;
  private final DatagramLayout layout;
  private final Problems problems = new Problems();
  private long lastMicros = Long.MIN_VALUE; // of a 32-bit clock, gone on

  /**
   * @param from whom it comes from, for words about problems
   */
  public DatagramDecoder(String from, RecordedCamera camera, DatagramLayout layout) {
    this.from = from;
    this.camera = camera;
    this.layout = layout;
  }

  /**
   * Appends the events of a datagram.
   *
   * @param datagram from its position to its limit; read to the end
   * @param arrivalMicros for events without a time, never decreasing
   */
  public void decode(ByteBuffer datagram, long arrivalMicros, EventBuffer into) {
    datagram.order(ByteOrder.LITTLE_ENDIAN);
    while (datagram.remaining() >= layout.unitBytes()) {
      switch (layout) {
        case SPIF -> {
          if (!spif(datagram, arrivalMicros, into)) {
            cut(Integer.BYTES + datagram.remaining());
            datagram.position(datagram.limit());
          }
        }
        case T64 -> {
          long micros = datagram.getLong();
          int x = datagram.getShort() & 0xFFFF;
          int y = datagram.getShort() & 0xFFFF;
          take(x, y, micros, datagram.get() & 0xFF, into);
        }
        case T32 -> {
          long micros = unwrapped(datagram.getInt());
          int x = datagram.getShort() & 0xFFFF;
          int row = datagram.getShort() & 0xFFFF;
          take(x, row >>> 1, micros, row & 1, into);
        }
      }
    }
    if (datagram.hasRemaining()) {
      cut(datagram.remaining());
      datagram.position(datagram.limit());
    }
  }

  /** One event; false when its time was cut off. */
  private boolean spif(ByteBuffer datagram, long arrivalMicros, EventBuffer into) {
    int word = datagram.getInt();
    long micros = arrivalMicros;
    if (word >= 0) {
      if (datagram.remaining() < Integer.BYTES) {
        return false;
      }
      micros = unwrapped(datagram.getInt());
    }
    take(word >>> 16 & 0x7FFF, word & 0x7FFF, micros, word >>> 15 & 1, into);
    return true;
  }

  private long unwrapped(int stamp) {
    lastMicros =
        lastMicros == Long.MIN_VALUE
            ? Integer.toUnsignedLong(stamp)
            : lastMicros + (stamp - (int) lastMicros); // the difference as a signed number
    return lastMicros;
  }

  private void take(int x, int y, long micros, int polarity, EventBuffer into) {
    if (x >= camera.width() || y >= camera.height()) {
      problem(
          "outside-sensor",
          "an event must lie inside the sensor, left out: x="
              + x
              + ", y="
              + y
              + ", sensor="
              + camera.width()
              + "x"
              + camera.height());
    } else if (micros < 0 || micros > EventReader.LATEST_MICROS) {
      problem(
          "bad-time",
          "an event's time must be in [0, 2^60] microseconds, left out: micros=" + micros);
    } else if (polarity > 1) {
      problem("bad-polarity", "polarity must be 0 or 1, left out: polarity=" + polarity);
    } else {
      into.add(x, y, micros, polarity);
    }
  }

  private void cut(int bytes) {
    problem(
        "cut-datagram",
        "a datagram must hold whole events: layout="
            + layout.spelling()
            + ", bytesTooMany="
            + bytes);
  }

  private void problem(String kind, String words) {
    problems.count(kind, () -> from + ": " + words);
  }

  /** What was stepped over so far. */
  public List<RecordingProblem> problems() {
    return problems.list();
  }
}
