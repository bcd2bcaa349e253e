package evpose.recordings.hdf5;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.EventGate;
import evpose.recordings.ReadHints.TimeUnitOfText;
import evpose.recordings.RecordingException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one camera in a file.
 *
 * @param id made of its place in the file
 * @param ofMillis the first event at or after each millisecond, an index into the lists; null when
 *     the file has none
 * @param base number of the first column and row
 * @param offsetMicros what its times are counted from
 * @param sensor null when the file does not tell
 */
record Hdf5Camera(
    String id,
    Hdf5Column x,
    Hdf5Column y,
    Hdf5Column t,
    Hdf5Column p,
    @Nullable Hdf5Column ofMillis,
    int base,
    long offsetMicros,
    @Nullable SensorGeometry sensor) {
  /** Halfway, as ratios go, between a thousand and a million: µs and ns in a millisecond. */
  private static final double MANY_IN_A_MILLISECOND = 31_623;

  /** Events that all four lists tell. */
  long size() {
    return Math.min(Math.min(x.size(), y.size()), Math.min(t.size(), p.size()));
  }

  /** See {@link Hdf5Column#check}. */
  void check(Path file, long fileBytes) throws RecordingException {
    for (Hdf5Column column : List.of(x, y, t, p)) {
      column.check(file, fileBytes);
    }
    if (ofMillis != null) {
      ofMillis.check(file, fileBytes);
    }
  }

  /**
   * What its times count: fractions seconds, whole numbers µs, unless the index of milliseconds
   * says that they are ns, as in Event-Human3.6M.
   *
   * @see "model-spec 2.10"
   */
  TimeUnitOfText unit() {
    if (t.isFraction()) {
      return TimeUnitOfText.S;
    }
    if (ofMillis != null && ofMillis.size() > 1) {
      long milli = ofMillis.size() / 2;
      long event = Hdf5Column.number(ofMillis.read(milli, 1), 0);
      if (event > 0 && event < t.size()) {
        double time = Hdf5Column.number(t.read(event, 1), 0);
        if (time / milli > MANY_IN_A_MILLISECOND) {
          return TimeUnitOfText.NS;
        }
      }
    }
    return TimeUnitOfText.US;
  }

  /** How many events are best read at once: as many as the largest chunk holds. */
  int piece() {
    return Math.max(Math.max(x.piece(), y.piece()), Math.max(t.piece(), p.piece()));
  }

  /** Reads events [from, from + count). */
  void read(long from, int count, TimeUnitOfText unit, EventGate gate, EventBuffer into) {
    Object xs = x.read(from, count);
    Object ys = y.read(from, count);
    Object ts = t.read(from, count);
    Object ps = p.read(from, count);
    for (int i = 0; i < count; i++) {
      long micros =
          t.isFraction()
              ? Math.round(Hdf5Column.fraction(ts, i) * unit.micros)
              : unit.toMicros(Hdf5Column.number(ts, i));
      gate.take(
          pixel(Hdf5Column.number(xs, i)),
          pixel(Hdf5Column.number(ys, i)),
          micros < 0 ? -1 : micros + offsetMicros,
          Hdf5Column.number(ps, i) > 0 ? 1 : 0,
          from + i,
          into);
    }
  }

  private int pixel(long number) {
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number - base));
  }

  /** The size that its events need. */
  SensorGeometry measured(int piece) {
    long width = 1;
    long height = 1;
    for (long from = 0; from < size(); from += piece) {
      int count = (int) Math.min(piece, size() - from);
      Object xs = x.read(from, count);
      Object ys = y.read(from, count);
      for (int i = 0; i < count; i++) {
        width = Math.max(width, Hdf5Column.number(xs, i) - base + 1);
        height = Math.max(height, Hdf5Column.number(ys, i) - base + 1);
      }
    }
    return new SensorGeometry((int) Math.min(65_536, width), (int) Math.min(65_536, height));
  }
}
