package evpose.recordings.rosbag;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One message of type event_camera_msgs/EventPacket.
 *
 * @param width of the sensor, pixels
 * @param height of the sensor, pixels
 * @param timeBaseNanos what times of encoding mono are counted from
 * @param encoding of {@code events}
 * @param events as the encoding has it, little endian
 */
record EventMessage(
    long width, long height, long timeBaseNanos, String encoding, ByteBuffer events) {
  private static final int ENCAPSULATION_BYTES = 4;
  private static final int LONGEST_NAME = 256;

  /** Reads it from CDR, little endian; null when the bytes are none. */
  static @Nullable EventMessage parse(ByteBuffer cdr) {
    if (cdr.limit() < ENCAPSULATION_BYTES || cdr.get(1) != 1) {
      return null;
    }
    // CDR aligns from behind its four bytes
    ByteBuffer in =
        cdr.slice(ENCAPSULATION_BYTES, cdr.limit() - ENCAPSULATION_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    try {
      in.position(8); // stamp
      if (string(in) == null) {
        return null;
      }
      align(in, 4);
      long height = Integer.toUnsignedLong(in.getInt());
      long width = Integer.toUnsignedLong(in.getInt());
      align(in, 8);
      in.getLong(); // sequence
      long timeBase = in.getLong();
      String encoding = string(in);
      boolean bigEndian = in.get() != 0;
      align(in, 4);
      long bytes = Integer.toUnsignedLong(in.getInt());
      if (encoding == null || bigEndian || bytes > in.remaining()) {
        return null;
      }
      ByteBuffer events = in.slice(in.position(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
      return new EventMessage(width, height, timeBase, encoding, events);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null; // the bytes end before the message; the caller counts it
    }
  }

  private static @Nullable String string(ByteBuffer in) {
    align(in, 4);
    int length = in.getInt(); // with the zero behind it
    if (length < 1 || length > LONGEST_NAME || length > in.remaining()) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, 0, length - 1, StandardCharsets.UTF_8);
  }

  private static void align(ByteBuffer in, int to) {
    in.position((in.position() + to - 1) / to * to);
  }
}
