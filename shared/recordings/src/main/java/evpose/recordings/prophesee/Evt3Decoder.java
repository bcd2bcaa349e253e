package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import java.nio.ByteBuffer;

/**
 * EVT3, 16-bit words of a type (bits 15-12) and a value; each changes what the camera is told to
 * say next:
 *
 * <pre>
 *   0 row (10-0)      2 event at a column (10-0), polarity (11)      3 first column of vectors, polarity
 *   4 vector of 12    5 vector of 8 events from there on             6, 8 low and high 12 bits of the time
 * </pre>
 *
 * @see "Prophesee, EVT 3.0 format"
 */
final class Evt3Decoder implements Decoder {
  private final Scene scene;
  private int high = -1;
  private long highMicros;
  private long micros;
  private int y = -1;
  private int vectorX = -1;
  private int vectorPolarity;

  Evt3Decoder(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void decode(ByteBuffer words, long at, EventBuffer into) {
    for (int i = words.position(); i < words.limit(); i += 2) {
      int word = words.getShort(i) & 0xFFFF;
      switch (word >>> 12) {
        case 0x0 -> y = word & 0x7FF;
        case 0x2 -> {
          if (high < 0 || y < 0) {
            scene.early(at + i);
          } else {
            scene.event(word & 0x7FF, y, micros, word >>> 11 & 1, at + i, into);
          }
        }
        case 0x3 -> {
          vectorX = word & 0x7FF;
          vectorPolarity = word >>> 11 & 1;
        }
        case 0x4 -> vector(word & 0xFFF, 12, at + i, into);
        case 0x5 -> vector(word & 0xFF, 8, at + i, into);
        case 0x6 -> micros = highMicros + (word & 0xFFF);
        case 0x8 -> timeHigh(word & 0xFFF, at + i);
        case 0xA -> scene.other("trigger");
        case 0x7, 0xE, 0xF -> scene.other("vendor");
        default -> scene.unknown(word >>> 12, at + i);
      }
    }
  }

  private void vector(int which, int length, long offset, EventBuffer into) {
    if (high < 0 || y < 0 || vectorX < 0) {
      scene.early(offset);
      return;
    }
    for (int rest = which; rest != 0; rest &= rest - 1) {
      int x = vectorX + Integer.numberOfTrailingZeros(rest);
      scene.event(x, y, micros, vectorPolarity, offset, into);
    }
    vectorX = Math.min(vectorX + length, 0xFFFF); // a broken file goes on for ever
  }

  /** Repeated often; the low bits are told anew only after a change. */
  private void timeHigh(int value, long offset) {
    if (value != high) {
      high = value;
      highMicros = scene.micros((long) value << 12, offset);
      micros = highMicros;
    }
  }
}
