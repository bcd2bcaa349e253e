package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import java.nio.ByteBuffer;

/** Turns words into events; keeps what one word says about later ones. */
interface Decoder {
  /**
   * Reads words from the buffer's position to its limit, a whole number of them, little endian.
   *
   * @param at where in the file the buffer's byte 0 lies
   */
  void decode(ByteBuffer words, long at, EventBuffer into);
}
