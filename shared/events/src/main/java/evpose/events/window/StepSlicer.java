package evpose.events.window;

import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.events.StepGrid;
import org.jspecify.annotations.Nullable;

/**
 * Slices the packets of one camera into steps of the rig's time grid. A step closes the moment the
 * packet that covers its end is in; nobody waits on a timer.
 *
 * <pre>
 *   packets   |--- #7 ---|- #8 -|------- #9 -------|
 *   grid      |   k    |   k+1   |   k+2   |   k+3   |
 *   closes             k (by #8)   k+1, k+2 (by #9)
 * </pre>
 *
 * <p>The first step is the first whole one: a stream that begins inside a step begins with the
 * next. The steps do not depend on how the packets were cut, and a slicer that starts at any packet
 * gives the same later steps. {@link PacketOrder} says which packets count. Allocates nothing per
 * step once warm. Not thread-safe.
 */
public final class StepSlicer {
  /** A longer leap of data time (a clock that was set) is not filled with empty steps. */
  public static final long MAX_JUMP_STEPS = 1000;

  /** Receives closed steps, in ascending order until data time begins anew. */
  @FunctionalInterface
  public interface StepSink {
    /** The step is lent: it is overwritten after the call. */
    void closed(StepEvents step);

    /** The camera's data time began anew: what was learned from steps so far means nothing now. */
    default void beganAnew() {}
  }

  private final StepGrid grid;
  private final StepSink sink;
  private final StepEvents open = new StepEvents();
  private final PacketOrder order;
  private @Nullable FrameRef frame; // of the packet in hand
  private boolean started;
  private long packets;
  private long missing;
  private long duplicates;
  private long lateEvents;
  private long jumps;
  private long renumberings;
  private long returns;
  private long aside;
  private long surplusEvents;

  public StepSlicer(StepGrid grid, StepSink sink) {
    this.grid = grid;
    this.sink = sink;
    order = new PacketOrder();
  }

  /** Takes the next packet of the log; closes the steps that it completes. */
  public void accept(EventPacket packet) {
    switch (order.place(packet)) {
      case NEXT -> follow(packet, order.hole());
      case RENUMBERED -> {
        renumberings++;
        follow(packet, 0);
      }
      case REPEATED -> duplicates++;
      case ASIDE -> aside++;
      case RETURNED -> {
        returns++;
        aside -= order.returned().size() - 1; // they were counted when they came
        started = false;
        sink.beganAnew();
        order.returned().forEach(p -> follow(p, 0));
      }
    }
  }

  private void follow(EventPacket packet, long hole) {
    packets++;
    missing = StepEvents.saturated(missing, hole);
    if (!started) {
      begin(firstWholeStep(packet.beginMicros()));
    }
    frame = packet.frame();
    leap(packet);
    noteFrame();
    open.countMissing(hole);
    take(packet);
    closeUpTo(packet.endMicros());
  }

  /** The step that is not closed yet; -1 before the first packet. */
  public long openStep() {
    return started ? open.step() : -1;
  }

  /** What was met so far. */
  public SliceCounts counts() {
    return new SliceCounts(
        packets,
        missing,
        duplicates,
        lateEvents,
        jumps,
        renumberings,
        returns,
        aside,
        surplusEvents);
  }

  private long firstWholeStep(long micros) {
    long step = grid.stepOf(micros);
    return grid.beginMicros(step) == micros ? step : step + 1;
  }

  private void begin(long step) {
    started = true;
    open.open(step);
  }

  /**
   * After a leap of data time the open step is closed as it is and slicing goes on where the packet
   * begins.
   */
  private void leap(EventPacket packet) {
    long target = grid.stepOf(packet.beginMicros());
    if (target - open.step() <= MAX_JUMP_STEPS) {
      return;
    }
    jumps++;
    if (open.size() > 0) {
      sink.closed(open);
    }
    begin(firstWholeStep(packet.beginMicros()));
  }

  private void take(EventPacket packet) {
    long openBegin = grid.beginMicros(open.step());
    long openEnd = grid.endMicros(open.step());
    for (int i = 0; i < packet.size(); i++) {
      long micros = packet.micros(i);
      if (micros < openBegin) {
        lateEvents++;
        continue;
      }
      while (micros >= openEnd) {
        close();
        openBegin = openEnd;
        openEnd = grid.endMicros(open.step());
      }
      if (!open.add(packet.x(i), packet.y(i), micros, packet.polarity(i))) {
        surplusEvents++;
      }
    }
    while (packet.endMicros() > grid.endMicros(open.step())) {
      close();
    }
    open.countPacket(); // in the step in which it ends
  }

  private void closeUpTo(long endMicros) {
    while (grid.endMicros(open.step()) <= endMicros) {
      close();
    }
  }

  private void close() {
    sink.closed(open);
    open.open(open.step() + 1);
    noteFrame();
  }

  /** A shutter that closes on the edge of two steps closes in the earlier one. */
  private void noteFrame() {
    if (frame != null && grid.stepOf(frame.closeMicros() - 1) == open.step()) {
      open.frame(frame);
    }
  }
}
