package evpose.recordings;

import evpose.events.SensorGeometry;
import org.jspecify.annotations.Nullable;

/**
 * What a user knows of a recording that its file does not tell; asked only where the file is
 * silent, but for columns and unit of text, which win over what it seems to say.
 *
 * @param sensor of a file that tells no size; null: the format's rule
 * @param columns of text, such as {@code t,x,y,p}, {@code _} for one to step over; null: detected
 * @param unit of text's times; null: detected
 */
public record ReadHints(
    @Nullable SensorGeometry sensor, @Nullable String columns, @Nullable TimeUnitOfText unit) {
  /** Nothing is known. */
  public static final ReadHints NONE = new ReadHints(null, null, null);

  /** What a number of a text's time column counts. */
  public enum TimeUnitOfText {
    /** Seconds. */
    S(1e6),
    /** Milliseconds. */
    MS(1e3),
    /** Microseconds. */
    US(1),
    /** Nanoseconds. */
    NS(1e-3);

    /** Microseconds in one of it. */
    public final double micros;

    TimeUnitOfText(double micros) {
      this.micros = micros;
    }
  }
}
