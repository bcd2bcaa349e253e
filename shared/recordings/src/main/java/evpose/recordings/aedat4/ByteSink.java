package evpose.recordings.aedat4;

import java.util.Arrays;

/**
 * Bytes being unpacked: grows as needed up to a limit, so that a few hostile bytes cannot ask for
 * all the memory. Reused from packet to packet. Not thread-safe.
 */
final class ByteSink {
  private static final int FIRST_CAPACITY = 1 << 16;

  private final int limit;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  /**
   * @param limit most bytes that are ever held
   */
  ByteSink(int limit) {
    this.limit = limit;
  }

  void clear() {
    length = 0;
  }

  /** Holds [0, length); good until the next call of {@link #reserve}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Makes room for more bytes behind {@link #length()}. */
  void reserve(int more) throws MalformedBodyException {
    if (more > limit - length) {
      throw new MalformedBodyException("a body must unpack to at most " + limit + " bytes");
    }
    if (length + more > bytes.length) {
      long doubled = Math.max(2L * bytes.length, length + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
    }
  }

  /** Says that the next {@code more} bytes, reserved before, were written. */
  void advance(int more) {
    length += more;
  }

  void append(byte[] from, int begin, int count) throws MalformedBodyException {
    reserve(count);
    System.arraycopy(from, begin, bytes, length, count);
    length += count;
  }
}
