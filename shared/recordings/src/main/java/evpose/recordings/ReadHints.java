package evpose.recordings;

import evpose.events.SensorGeometry;
import org.jspecify.annotations.Nullable;

/**
 * What a user knows of a recording that its file does not tell; asked only where the file is
 * silent, but for columns of text and the unit of times, which win over what it seems to say.
 *
 * @param sensor of a file that tells no size; null: the format's rule
 * @param columns of text, such as {@code t,x,y,p}, {@code _} for one to step over; null: detected
 * @param unit of times in text and HDF5; null: detected
 */
public record ReadHints(
    @Nullable SensorGeometry sensor, @Nullable String columns, @Nullable TimeUnitOfText unit) {
  /** Nothing is known. */
  public static final ReadHints NONE = new ReadHints(null, null, null);

  /** What a number for a time counts. */
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

    /** Whole numbers stay exact, parts of a microsecond are cut off. */
    public long toMicros(long time) {
      return switch (this) {
        case US -> time;
        case NS -> Math.floorDiv(time, 1000L);
        case S, MS -> (long) (time * micros);
      };
    }
  }
}
