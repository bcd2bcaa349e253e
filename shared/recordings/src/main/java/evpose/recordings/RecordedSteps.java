package evpose.recordings;

import evpose.events.EventBuffer;
import evpose.events.StepGrid;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a recording on the time grid, all cameras side by side: the step with the first event, then
 * every step up to the one with the last. Sorts each camera's events by time within reach.
 *
 * <pre>
 *   file      cam a |##|      |###|     cam b    |##|  |#|
 *   steps     k: a, b     k+1: a, b     k+2: ...
 * </pre>
 *
 * <p>Reads ahead until every camera has shown an event behind the step, but no further than {@value
 * #REACH_MICROS} µs of data time (a camera may simply see nothing): events that come later than
 * that are left out and counted. Where nothing happened for longer than {@value #LONGEST_SILENCE}
 * steps, the silence is leapt over. Closes the reader. Not thread-safe.
 */
public final class RecordedSteps implements Closeable {
  /** How far the packets of different cameras may be out of order in a file. */
  public static final long REACH_MICROS = 1_000_000;

  /** Steps without any event that are still given. */
  public static final long LONGEST_SILENCE = 1000;

  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final EventReader reader;
  private final StepGrid grid;
  private final List<EventBuffer> arriving = new ArrayList<>(); // from the reader, in its order
  private final List<Backlog> backlogs = new ArrayList<>(); // read, not yet given
  private final List<EventBuffer> current = new ArrayList<>();
  private final boolean fromZero;
  private long step = NOT_BEGUN;
  private long firstStep;
  private long newestMicros = Long.MIN_VALUE;
  private long lateEvents;
  private boolean ended;

  private RecordedSteps(EventReader reader, StepGrid grid, boolean fromZero) {
    this.reader = reader;
    this.grid = grid;
    this.fromZero = fromZero;
    for (int c = 0; c < reader.cameras().size(); c++) {
      arriving.add(new EventBuffer());
      backlogs.add(new Backlog());
      current.add(new EventBuffer());
    }
  }

  /** Steps and times as the recording has them. */
  public static RecordedSteps of(EventReader reader, StepGrid grid) {
    return new RecordedSteps(reader, grid, false);
  }

  /**
   * Steps and times counted from the first step of the recording: it is step 0 and begins at time
   * 0.
   */
  public static RecordedSteps fromZero(EventReader reader, StepGrid grid) {
    return new RecordedSteps(reader, grid, true);
  }

  /**
   * Goes to the next step.
   *
   * @return false behind the last event
   * @throws IOException as {@link EventReader#read}
   */
  public boolean next() throws IOException {
    if (step == NOT_BEGUN) {
      readUntilAllCover(Long.MIN_VALUE);
    } else {
      step++;
      readUntilAllCover(grid.endMicros(step));
      for (Backlog backlog : backlogs) {
        lateEvents += backlog.dropBefore(grid.beginMicros(step));
      }
    }
    long oldest = oldestMicros();
    if (oldest == Long.MAX_VALUE) {
      return false; // the reader has ended, or it would have been asked for more
    }
    long oldestStep = grid.stepOf(oldest);
    if (step == NOT_BEGUN || oldestStep - step > LONGEST_SILENCE) {
      firstStep = step == NOT_BEGUN ? oldestStep : firstStep;
      step = oldestStep;
      readUntilAllCover(grid.endMicros(step));
    }
    for (int c = 0; c < backlogs.size(); c++) {
      lateEvents += backlogs.get(c).dropBefore(grid.beginMicros(step));
      backlogs.get(c).take(grid.endMicros(step), originMicros(), current.get(c));
    }
    return true;
  }

  private long oldestMicros() {
    long oldest = Long.MAX_VALUE;
    for (Backlog backlog : backlogs) {
      oldest = Math.min(oldest, backlog.oldestMicros());
    }
    return oldest;
  }

  /**
   * Reads until each camera has shown an event at or behind {@code micros} (any event at all for
   * {@code Long.MIN_VALUE}), or one is that far ahead that the others are taken to be silent.
   */
  private void readUntilAllCover(long micros) throws IOException {
    while (!ended && !allCover(micros) && !beyondReach(micros)) {
      if (!reader.read(arriving)) {
        ended = true;
      }
      for (int c = 0; c < arriving.size(); c++) {
        EventBuffer events = arriving.get(c);
        for (int i = 0; i < events.size(); i++) {
          newestMicros = Math.max(newestMicros, events.micros(i));
        }
        backlogs.get(c).add(events);
        events.clear();
      }
    }
  }

  private boolean allCover(long micros) {
    for (Backlog backlog : backlogs) {
      if (backlog.newestMicros() == Long.MIN_VALUE || backlog.newestMicros() < micros) {
        return false;
      }
    }
    return true;
  }

  private boolean beyondReach(long micros) {
    if (newestMicros == Long.MIN_VALUE) {
      return false;
    }
    long from = micros;
    if (micros == Long.MIN_VALUE) {
      from = oldestMicros();
    }
    return newestMicros - from >= REACH_MICROS;
  }

  /** Index of the current step on the grid. */
  public long step() {
    return fromZero ? step - firstStep : step;
  }

  /** What was subtracted from the recording's times; 0 unless they are counted from zero. */
  public long originMicros() {
    return fromZero ? grid.beginMicros(firstStep) : 0;
  }

  /**
   * The events of the current step, one buffer for each camera in the reader's order, by time; lent
   * until the next call of {@link #next}.
   */
  public List<EventBuffer> events() {
    return current;
  }

  /** Events that came too late in the file for their step, and were left out. */
  public long lateEvents() {
    return lateEvents;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** What was read of one camera and not yet given, by time. */
  private static final class Backlog {
    private EventBuffer events = new EventBuffer();
    private EventBuffer spare = new EventBuffer();
    private int given; // of events
    private long newest = Long.MIN_VALUE;

    void add(EventBuffer more) {
      boolean late = false;
      for (int i = 0; i < more.size(); i++) {
        long micros = more.micros(i);
        events.add(more.x(i), more.y(i), micros, more.polarity(i));
        late |= micros < newest;
        newest = Math.max(newest, micros);
      }
      if (late) {
        compact();
        events.sortByTime();
      }
    }

    /** Forgets what is older than {@code micros}; says how many that were. */
    int dropBefore(long micros) {
      int before = given;
      while (given < events.size() && events.micros(given) < micros) {
        given++;
      }
      return given - before;
    }

    /** Moves what is older than {@code end} to {@code to}, which is cleared first. */
    void take(long end, long origin, EventBuffer to) {
      to.clear();
      for (; given < events.size() && events.micros(given) < end; given++) {
        long micros = events.micros(given) - origin;
        to.add(events.x(given), events.y(given), micros, events.polarity(given));
      }
      if (given > events.size() / 2) {
        compact();
      }
    }

    private void compact() {
      spare.clear();
      for (int i = given; i < events.size(); i++) {
        spare.add(events.x(i), events.y(i), events.micros(i), events.polarity(i));
      }
      EventBuffer swap = events;
      events = spare;
      spare = swap;
      given = 0;
    }

    long oldestMicros() {
      return given < events.size() ? events.micros(given) : Long.MAX_VALUE;
    }

    long newestMicros() {
      return newest;
    }
  }
}
