package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import java.nio.ByteBuffer;

/**
 * DAT, records of two 32-bit words: the time, then
 *
 * <pre>
 *   31-28 polarity | 27-14 row | 13-0 column
 * </pre>
 *
 * @see "Prophesee, DAT file format"
 */
final class DatDecoder implements Decoder {
  private final Scene scene;

  DatDecoder(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void decode(ByteBuffer words, long at, EventBuffer into) {
    for (int i = words.position(); i < words.limit(); i += 8) {
      long micros = scene.micros(words.getInt(i) & 0xFFFF_FFFFL, at + i);
      int word = words.getInt(i + 4);
      int polarity = word >>> 28;
      if (polarity > 1) {
        scene.problem("bad-polarity", at + i, "polarity must be 0 or 1: polarity=" + polarity);
      } else {
        scene.event(word & 0x3FFF, word >>> 14 & 0x3FFF, micros, polarity, at + i, into);
      }
    }
  }
}
