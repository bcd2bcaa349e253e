package evpose.recordings.aedat4;

/**
 * Unpacks one LZ4 block: runs of literals, each followed by a copy of bytes that were there before.
 *
 * <pre>
 *  +-------+--------------------+----------+----------------+--------------------+
 *  | token | more literal count | literals | distance       | more match length  |  ... again
 *  |  L  M | 255 255 ... rest   | L bytes  | uint16, from 1 | 255 255 ... rest   |
 *  +-------+--------------------+----------+----------------+--------------------+
 *   L, M: 4 bits each, 15 = more follows; the match is M + 4 long; the last run has no match
 * </pre>
 *
 * Written here because lz4-java refuses frames whose blocks refer to earlier blocks, which is what
 * DV writes.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">the block format</a>
 */
final class Lz4Block {
  private static final int MORE = 15;
  private static final int SHORTEST_MATCH = 4;

  private final byte[] from;
  private final int end;
  private int at;

  private Lz4Block(byte[] from, int begin, int end) {
    this.from = from;
    this.at = begin;
    this.end = end;
  }

  /**
   * Appends what {@code from[begin, end)} unpacks to.
   *
   * @param history first byte of {@code to} that a match may refer to
   * @param to (in and out) appended to
   */
  static void unpack(byte[] from, int begin, int end, int history, ByteSink to)
      throws MalformedBodyException {
    new Lz4Block(from, begin, end).unpack(history, to);
  }

  private void unpack(int history, ByteSink to) throws MalformedBodyException {
    while (true) {
      int token = next();
      int literals = length(token >>> 4);
      if (literals > end - at) {
        throw new MalformedBodyException(
            "LZ4 literals must lie inside their block: literals="
                + literals
                + ", left="
                + (end - at));
      }
      to.append(from, at, literals);
      at += literals;
      if (at == end) {
        return;
      }
      int distance = next() | next() << 8;
      if (distance == 0 || distance > to.length() - history) {
        throw new MalformedBodyException(
            "an LZ4 match must refer to bytes before it: distance="
                + distance
                + ", before="
                + (to.length() - history));
      }
      repeat(distance, length(token & MORE) + SHORTEST_MATCH, to);
    }
  }

  private int next() throws MalformedBodyException {
    if (at == end) {
      throw new MalformedBodyException("an LZ4 block must end with literals");
    }
    return from[at++] & 0xFF;
  }

  /** A length whose first four bits are known; at most 255 times the block, so an int holds it. */
  private int length(int first) throws MalformedBodyException {
    int length = first;
    if (first == MORE) {
      int more;
      do {
        more = next();
        length += more;
        if (length < 0) {
          throw new MalformedBodyException("an LZ4 length must fit into 31 bits");
        }
      } while (more == 255);
    }
    return length;
  }

  /** Copies from {@code distance} bytes back; source and copy may overlap, that repeats a run. */
  private static void repeat(int distance, int count, ByteSink to) throws MalformedBodyException {
    to.reserve(count);
    byte[] bytes = to.bytes();
    int write = to.length();
    if (distance >= count) {
      System.arraycopy(bytes, write - distance, bytes, write, count);
    } else {
      for (int i = 0; i < count; i++) {
        bytes[write + i] = bytes[write + i - distance];
      }
    }
    to.advance(count);
  }
}
