package evpose.exports;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Open Sound Control 1.0, writing only.
 *
 * <pre>
 *   message   address \0.. | ,types \0.. | arguments      texts end with 1 to 4 zeros, all in blocks of 4 bytes, big-endian
 *   bundle    #bundle\0 | time 0..01 (now) | size, message | size, message ...
 * </pre>
 *
 * @see <a href="https://opensoundcontrol.stanford.edu/spec-1_0.html">the specification</a>
 */
final class Osc {
  private static final byte[] BUNDLE = "#bundle\0".getBytes(StandardCharsets.US_ASCII);
  private static final long NOW = 1;

  private Osc() {}

  /**
   * A message.
   *
   * @param arguments Integer (i), Long (h), Float (f), String (s)
   */
  static byte[] message(String address, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder types = new StringBuilder(",");
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (Object argument : arguments) {
      if (argument instanceof Integer value) {
        types.append('i');
        values.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
      } else if (argument instanceof Long value) {
        types.append('h');
        values.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
      } else if (argument instanceof Float value) {
        types.append('f');
        values.writeBytes(ByteBuffer.allocate(4).putFloat(value).array());
      } else if (argument instanceof String value) {
        types.append('s');
        text(values, value);
      } else {
        throw new IllegalArgumentException("OSC carries int, long, float, text: " + argument);
      }
    }
    text(out, address);
    text(out, types.toString());
    out.writeBytes(values.toByteArray());
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(bytes);
    out.writeBytes(new byte[4 - bytes.length % 4]);
  }

  /** Messages that belong together, to be done at once. */
  static byte[] bundle(List<byte[]> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BUNDLE);
    out.writeBytes(ByteBuffer.allocate(8).putLong(NOW).array());
    for (byte[] message : messages) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(message.length).array());
      out.writeBytes(message);
    }
    return out.toByteArray();
  }
}
