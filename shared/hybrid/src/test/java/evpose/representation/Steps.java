package evpose.representation;

import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.events.StepGrid;
import evpose.events.window.StepEvents;
import evpose.events.window.StepSlicer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Closed steps of 10 ms on a 346x260 sensor, for tests: one packet a step, through the slicer. */
public final class Steps {
  public static final long STEP_MICROS = 10_000;

  /** x, y, microseconds from the step's begin, polarity. */
  public record Event(int x, int y, int micros, int polarity) {}

  private final StepSlicer slicer;
  private long sequence;

  public Steps(Consumer<StepEvents> sink) {
    slicer = new StepSlicer(new StepGrid(STEP_MICROS), sink::accept);
  }

  /** Closes one step that holds these events, in time order. */
  public void close(long step, List<Event> events) {
    close(step, events, null);
  }

  /**
   * Closes one step in which a shutter closed.
   *
   * @param frame null for none
   */
  public void close(long step, List<Event> events, @Nullable FrameRef frame) {
    int n = events.size();
    short[] x = new short[n];
    short[] y = new short[n];
    int[] dt = new int[n];
    byte[] polarity = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (short) events.get(i).x();
      y[i] = (short) events.get(i).y();
      dt[i] = events.get(i).micros();
      polarity[i] = (byte) events.get(i).polarity();
    }
    long begin = step * STEP_MICROS;
    slicer.accept(
        new EventPacket(
                "rig",
                "cam",
                346,
                260,
                sequence++,
                begin,
                begin + STEP_MICROS,
                0,
                x,
                y,
                dt,
                polarity)
            .with(frame));
  }

  /** {@code n} events at one pixel, spread over the step. */
  public static List<Event> at(int x, int y, int n) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      events.add(new Event(x, y, (int) (i * STEP_MICROS / n), i % 2));
    }
    return events;
  }
}
