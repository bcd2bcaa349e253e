package evpose.recordings.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The few structures of HDF5 that a file of plain lists needs, as bytes.
 *
 * <pre>
 *  superblock 2   signature, 2, 8, 8, 0, base, extension, end of file, root: 48 bytes with the checksum
 *  object header  "OHDR", 2, flags 2, length uint32, messages, checksum
 *  message        kind u8, length u16, flags u8, body
 * </pre>
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File
 *     Format Specification, version 3</a>
 */
final class Hdf5Objects {
  static final int SUPERBLOCK_BYTES = 48;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  private static final long NOWHERE = -1;
  private static final int DATASPACE = 0x01;
  private static final int LINK_INFO = 0x02;
  private static final int DATATYPE = 0x03;
  private static final int FILL_VALUE = 0x05;
  private static final int LINK = 0x06;
  private static final int LAYOUT = 0x08;
  private static final int GROUP_INFO = 0x0A;
  private static final int ATTRIBUTE = 0x0C;
  private static final int CONTIGUOUS = 1;
  private static final int MOST_BYTES = 1 << 16;

  private Hdf5Objects() {}

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(MOST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] superblock(long root, long endOfFile) {
    ByteBuffer out = buffer().put(SIGNATURE);
    out.put((byte) 2).put((byte) 8).put((byte) 8).put((byte) 0);
    out.putLong(0).putLong(NOWHERE).putLong(endOfFile).putLong(root);
    return sealed(out);
  }

  /** A group that holds objects by name, at their places in the file, and numbers about itself. */
  static byte[] group(Map<String, Long> children, Map<String, Integer> attributes) {
    ByteBuffer out = header();
    message(out, LINK_INFO, body -> body.putShort((short) 0).putLong(NOWHERE).putLong(NOWHERE));
    message(out, GROUP_INFO, body -> body.putShort((short) 0));
    children.forEach(
        (name, place) ->
            message(
                out,
                LINK,
                body -> {
                  byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
                  body.put((byte) 1).put((byte) 0).put((byte) bytes.length).put(bytes);
                  body.putLong(place);
                }));
    attributes.forEach(
        (name, value) ->
            message(
                out,
                ATTRIBUTE,
                body -> {
                  byte[] bytes = (name + "\0").getBytes(StandardCharsets.US_ASCII);
                  body.put((byte) 3).put((byte) 0);
                  body.putShort((short) bytes.length).putShort((short) 12).putShort((short) 4);
                  body.put((byte) 0).put(bytes);
                  integer(body, 4, true);
                  scalar(body);
                  body.putInt(value);
                }));
    return finished(out);
  }

  /**
   * Integers that lie in the file one behind the other.
   *
   * @param count how many; -1 for a single one without a length
   * @param bytes of each
   */
  static byte[] integers(long place, long count, int bytes, boolean signed) {
    ByteBuffer out = header();
    message(
        out,
        DATASPACE,
        body -> {
          if (count < 0) {
            scalar(body);
          } else {
            body.put((byte) 2).put((byte) 1).put((byte) 0).put((byte) 1).putLong(count);
          }
        });
    message(out, DATATYPE, body -> integer(body, bytes, signed));
    message(out, FILL_VALUE, body -> body.put((byte) 3).put((byte) 0x0A)); // none is written
    long size = Math.abs(count) * bytes;
    message(
        out,
        LAYOUT,
        body ->
            body.put((byte) 3)
                .put((byte) CONTIGUOUS)
                .putLong(size == 0 ? NOWHERE : place)
                .putLong(size));
    return finished(out);
  }

  private static void scalar(ByteBuffer body) {
    body.put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
  }

  /** 12 bytes: little endian, all bits used. */
  private static void integer(ByteBuffer body, int bytes, boolean signed) {
    body.put((byte) 0x10).put((byte) (signed ? 8 : 0)).putShort((short) 0).putInt(bytes);
    body.putShort((short) 0).putShort((short) (8 * bytes));
  }

  private static ByteBuffer header() {
    return buffer()
        .put("OHDR".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 2)
        .put((byte) 2)
        .putInt(0); // length: see finished
  }

  private interface Body {
    void put(ByteBuffer body);
  }

  private static void message(ByteBuffer out, int kind, Body body) {
    int at = out.position();
    out.put((byte) kind).putShort((short) 0).put((byte) 0);
    body.put(out);
    out.putShort(at + 1, (short) (out.position() - at - 4));
  }

  private static byte[] finished(ByteBuffer out) {
    out.putInt(6, out.position() - 10);
    return sealed(out);
  }

  private static byte[] sealed(ByteBuffer out) {
    out.putInt(Lookup3.hash(out.array(), out.position()));
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }
}
