package evpose.datasets;

import evpose.events.EventBuffer;
import evpose.events.filter.EventFilter;
import evpose.recordings.aedat2.Aedat2Reader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A real recording, step by step of its truth. An event that comes later in the file than its step
 * is over (time went backwards) is left out and counted as not kept.
 */
final class Dhp19Scene implements TakeFile.Scene {
  private final Aedat2Reader reader;
  private final RecordedSpan span;
  private final List<EventFilter> filters;
  private final ViconLabels truth;
  private final List<EventBuffer> raw = new ArrayList<>();
  private final int[] read;
  private final List<EventBuffer> step = new ArrayList<>();
  private int index = -1;
  private boolean exhausted;
  private long eventsInSpan;
  private long eventsKept;

  Dhp19Scene(Aedat2Reader reader, RecordedSpan span, List<EventFilter> filters, ViconLabels truth) {
    this.reader = reader;
    this.span = span;
    this.filters = filters;
    this.truth = truth;
    read = new int[filters.size()];
    for (int c = 0; c < filters.size(); c++) {
      raw.add(new EventBuffer());
      step.add(new EventBuffer());
    }
  }

  @Override
  public void next() {
    index++;
    long begin = span.startMicros() + (long) index * DatasetSettings.STEP_MICROS;
    long end = begin + DatasetSettings.STEP_MICROS;
    step.forEach(EventBuffer::clear);
    for (int camera = 0; camera < raw.size(); camera++) {
      while (!takeUntil(camera, begin, end) && more()) {
        // the chunk was used up before the step was over
      }
    }
  }

  /** Takes a camera's events up to the step's end; false when the chunk ends before it. */
  private boolean takeUntil(int camera, long begin, long end) {
    EventBuffer events = raw.get(camera);
    for (int i = read[camera]; i < events.size(); i++) {
      long micros = events.micros(i);
      if (micros >= end) {
        read[camera] = i;
        return true;
      }
      if (span.contains(micros)) {
        eventsInSpan++;
        if (micros >= begin
            && filters.get(camera).keeps(events.x(i), events.y(i), micros, events.polarity(i))) {
          eventsKept++;
          step.get(camera)
              .add(events.x(i), events.y(i), micros - span.startMicros(), events.polarity(i));
        }
      }
    }
    read[camera] = events.size();
    return false;
  }

  /** Appends the next chunk of all cameras behind what is not yet used. */
  private boolean more() {
    if (exhausted) {
      return false;
    }
    for (int camera = 0; camera < raw.size(); camera++) {
      dropUsed(camera);
    }
    try {
      exhausted = !reader.read(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !exhausted;
  }

  private void dropUsed(int camera) {
    EventBuffer old = raw.get(camera);
    if (read[camera] > 0) {
      EventBuffer rest = new EventBuffer(Math.max(16, old.size() - read[camera]));
      for (int i = read[camera]; i < old.size(); i++) {
        rest.add(old.x(i), old.y(i), old.micros(i), old.polarity(i));
      }
      raw.set(camera, rest);
      read[camera] = 0;
    }
  }

  @Override
  public List<EventBuffer> events() {
    return step;
  }

  @Override
  public double[] jointsInWorldMm() {
    return truth.jointsInWorldMm()[index];
  }

  long eventsInSpan() {
    return eventsInSpan;
  }

  long eventsKept() {
    return eventsKept;
  }
}
