package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.Problems;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** EVT3 outside of Prophesee's own files: words of one camera that come piece by piece. */
public final class Evt3Words {
  private final Decoder decoder;

  /**
   * @param problems (in and out) counts what is stepped over
   */
  public Evt3Words(Path file, SensorGeometry sensor, Problems problems) {
    decoder = new Evt3Decoder(new Scene(file, sensor, RawFormat.EVT3.timeBits, problems));
  }

  /**
   * Reads whole words; a byte that is left over is left alone.
   *
   * @param words little endian, from its position to its limit
   * @param at where in the file the buffer's byte 0 lies
   * @param into (in and out) appended to
   */
  public void decode(ByteBuffer words, long at, EventBuffer into) {
    ByteBuffer whole = words.duplicate().order(words.order());
    whole.limit(whole.limit() - whole.remaining() % RawFormat.EVT3.wordBytes);
    decoder.decode(whole, at, into);
  }
}
