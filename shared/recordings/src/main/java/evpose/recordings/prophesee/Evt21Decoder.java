package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import java.nio.ByteBuffer;

/**
 * EVT2.1, 64-bit words; an event word tells up to 32 neighbours in a row:
 *
 * <pre>
 *   63-60 type | 59-54 low 6 bits of the time | 53-43 first column | 42-32 row | 31-0 which    types 0 OFF, 1 ON
 *   63-60 type | 59-32 high 28 bits of the time | 31-0 unused                                 type 8
 * </pre>
 *
 * @see "Prophesee, EVT 2.1 format"
 */
final class Evt21Decoder implements Decoder {
  private final Scene scene;
  private long highMicros = -1;

  Evt21Decoder(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void decode(ByteBuffer words, long at, EventBuffer into) {
    for (int i = words.position(); i < words.limit(); i += 8) {
      int word = words.getInt(i + 4);
      int type = word >>> 28;
      if (type <= 1) {
        if (highMicros < 0) {
          scene.early(at + i);
          continue;
        }
        long micros = highMicros + (word >>> 22 & 0x3F);
        int x = word >>> 11 & 0x7FF;
        for (int which = words.getInt(i); which != 0; which &= which - 1) {
          int column = x + Integer.numberOfTrailingZeros(which);
          scene.event(column, word & 0x7FF, micros, type, at + i, into);
        }
      } else if (type == 8) {
        highMicros = scene.micros((word & 0xFFF_FFFFL) << 6, at + i);
      } else {
        Evt2Decoder.rest(scene, type, at + i);
      }
    }
  }
}
