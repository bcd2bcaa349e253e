package evpose.recordings.aedat4;

import com.google.flatbuffers.FlatBufferBuilder;
import evpose.events.EventBuffer;
import java.nio.ByteBuffer;

/**
 * The body of a packet of events.
 *
 * <pre>
 *  table EventPacket { elements: [Event]; }   "EVTS"
 *
 *  byte 0                  8        10       12     13        16
 *      +-------------------+--------+--------+------+---------+
 *      | time int64, µs    | x int16| y int16| on   | padding |   one Event
 *      +-------------------+--------+--------+------+---------+
 * </pre>
 */
final class EventBody {
  static final int EVENT_BYTES = 16;
  private static final int ALIGNMENT = 8;
  private static final int PADDING = 3;
  private static final int ELEMENTS = 0;

  private final ByteBuffer bytes;
  private final int first;
  private final int count;

  private EventBody(FlatBytes flat) throws MalformedBodyException {
    bytes = flat.bytes();
    first = flat.vector(ELEMENTS, EVENT_BYTES);
    count = flat.count(first);
  }

  /**
   * @param unpacked read through, not copied: good until it is filled anew
   */
  static EventBody parse(ByteSink unpacked) throws MalformedBodyException {
    return new EventBody(new FlatBytes(unpacked.bytes(), unpacked.length(), Stream.EVENTS));
  }

  int count() {
    return count;
  }

  long micros(int i) {
    return bytes.getLong(first + i * EVENT_BYTES);
  }

  /** Signed, as in the file; may lie outside the sensor. */
  int x(int i) {
    return bytes.getShort(first + i * EVENT_BYTES + 8);
  }

  /** Signed, as in the file; may lie outside the sensor. */
  int y(int i) {
    return bytes.getShort(first + i * EVENT_BYTES + 10);
  }

  int polarity(int i) {
    return bytes.get(first + i * EVENT_BYTES + 12) == 0 ? 0 : 1;
  }

  /** The body that holds events [from, to). */
  static byte[] encode(EventBuffer events, int from, int to) {
    int count = to - from;
    FlatBufferBuilder flat = new FlatBufferBuilder(count * EVENT_BYTES + 64);
    flat.startVector(EVENT_BYTES, count, ALIGNMENT);
    for (int i = to - 1; i >= from; i--) { // a FlatBuffer is built from its end
      flat.prep(ALIGNMENT, EVENT_BYTES);
      flat.pad(PADDING);
      flat.putByte((byte) events.polarity(i));
      flat.putShort((short) events.y(i));
      flat.putShort((short) events.x(i));
      flat.putLong(events.micros(i));
    }
    int elements = flat.endVector();
    flat.startTable(1);
    flat.addOffset(ELEMENTS, elements, 0);
    flat.finishSizePrefixed(flat.endTable(), Stream.EVENTS);
    return flat.sizedByteArray();
  }
}
