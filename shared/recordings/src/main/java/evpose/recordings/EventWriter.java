package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.Closeable;
import java.io.IOException;

/** Writes the events of a recording. The file is whole after {@link #close}. Not thread-safe. */
public interface EventWriter extends Closeable {

  /**
   * Appends events of one camera.
   *
   * @param camera index into the cameras that the writer was made with
   * @param events by time, none older than an event of this camera written before. Not modified.
   * @throws IllegalArgumentException when an event lies outside the sensor or time goes backwards
   */
  void write(int camera, EventBuffer events) throws IOException;
}
