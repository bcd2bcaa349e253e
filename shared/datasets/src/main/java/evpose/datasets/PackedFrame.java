package evpose.datasets;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A grey frame as takes store it: each pixel as the difference to its left neighbour modulo 256,
 * the first of a row to 0, all of it deflated (RFC 1950). A noisy 346x260 frame takes some 42 kB.
 */
final class PackedFrame {
  private PackedFrame() {}

  /**
   * Packs a frame.
   *
   * @param pixels grey levels, unsigned, [height][width]. Not modified.
   */
  static byte[] pack(byte[] pixels, int width) {
    byte[] differences = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      differences[i] = (byte) (pixels[i] - (i % width == 0 ? 0 : pixels[i - 1]));
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(differences);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream(pixels.length / 2);
      byte[] piece = new byte[8192];
      while (!deflater.finished()) {
        packed.write(piece, 0, deflater.deflate(piece));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * Unpacks a frame.
   *
   * @param pixels (out) every element overwritten; says how many there must be
   * @throws DataFormatException when it is broken, or holds more or fewer pixels
   */
  static void unpack(byte[] packed, int width, byte[] pixels) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int count = 0;
      while (count < pixels.length) {
        int more = inflater.inflate(pixels, count, pixels.length - count);
        if (more == 0) {
          throw new DataFormatException("too few pixels: pixels=" + count);
        }
        count += more;
      }
      if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new DataFormatException("it does not end after so many pixels: pixels=" + count);
      }
    } finally {
      inflater.end();
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += i % width == 0 ? 0 : pixels[i - 1];
    }
  }
}
