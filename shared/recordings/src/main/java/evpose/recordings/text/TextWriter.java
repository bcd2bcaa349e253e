package evpose.recordings.text;

import evpose.events.EventBuffer;
import evpose.recordings.OneCameraWriter;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes events as text: a line of names that tells the sensor's size as faery does, {@code
 * t,x@640,y@480,p}, then times in microseconds, columns, rows, and 1 for ON.
 */
public final class TextWriter extends OneCameraWriter {
  private static final int LONGEST_LINE = 40;

  private final byte[] digits = new byte[20];

  private TextWriter(Path file, RecordedCamera camera) throws IOException {
    super(file, camera, "CSV", 65_536, Long.MAX_VALUE);
  }

  /** Begins a file; one that is there is written over. */
  public static TextWriter create(Path file, RecordedCamera camera) throws IOException {
    TextWriter writer = new TextWriter(file, camera);
    writer.out.text("t,x@" + camera.width() + ",y@" + camera.height() + ",p\n");
    return writer;
  }

  @Override
  protected void append(EventBuffer events) throws IOException {
    for (int i = 0; i < events.size(); i++) {
      ByteBuffer line = out.room(LONGEST_LINE);
      number(line, events.micros(i));
      line.put((byte) ',');
      number(line, events.x(i));
      line.put((byte) ',');
      number(line, events.y(i));
      line.put((byte) ',');
      line.put((byte) ('0' + events.polarity(i)));
      line.put((byte) '\n');
    }
  }

  private void number(ByteBuffer line, long number) {
    int from = digits.length;
    long rest = number;
    do {
      digits[--from] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    line.put(digits, from, digits.length - from);
  }
}
