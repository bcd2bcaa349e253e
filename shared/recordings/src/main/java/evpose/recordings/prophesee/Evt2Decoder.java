package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import java.nio.ByteBuffer;

/**
 * EVT2, 32-bit words:
 *
 * <pre>
 *   31-28 type | 27-22 low 6 bits of the time | 21-11 column | 10-0 row    types 0 OFF, 1 ON
 *   31-28 type | 27-0 high 28 bits of the time                            type 8
 * </pre>
 *
 * @see "Prophesee, EVT 2.0 format"
 */
final class Evt2Decoder implements Decoder {
  private final Scene scene;
  private long highMicros = -1;

  Evt2Decoder(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void decode(ByteBuffer words, long at, EventBuffer into) {
    for (int i = words.position(); i < words.limit(); i += 4) {
      int word = words.getInt(i);
      int type = word >>> 28;
      if (type <= 1) {
        if (highMicros < 0) {
          scene.early(at + i);
        } else {
          long micros = highMicros + (word >>> 22 & 0x3F);
          scene.event(word >>> 11 & 0x7FF, word & 0x7FF, micros, type, at + i, into);
        }
      } else if (type == 8) {
        highMicros = scene.micros((word & 0xFFF_FFFFL) << 6, at + i);
      } else {
        rest(scene, type, at + i);
      }
    }
  }

  /** Words of EVT2 and EVT2.1 that tell no event and no time. */
  static void rest(Scene scene, int type, long offset) {
    switch (type) {
      case 0xA -> scene.other("trigger");
      case 0xE, 0xF -> scene.other("vendor");
      default -> scene.unknown(type, offset);
    }
  }
}
