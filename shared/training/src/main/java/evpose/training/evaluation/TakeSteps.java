package evpose.training.evaluation;

import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.StepGrid;
import evpose.events.window.StepEvents;
import evpose.events.window.StepSlicer;
import java.util.function.Consumer;

/** A take as the stream sees it: the closed steps of one camera, from the first to the last. */
final class TakeSteps {
  private TakeSteps() {}

  /**
   * @param gridMicros the network's step
   * @param sink is lent each step
   */
  static void play(Take take, int camera, long gridMicros, Consumer<StepEvents> sink) {
    long stepMicros = take.header().stepMicros();
    StepSlicer slicer = new StepSlicer(new StepGrid(gridMicros), sink::accept);
    PacketCutter cutter = new PacketCutter("take", "camera", Sensors.DAVIS346, 0);
    EventBuffer events = new EventBuffer();
    for (int step = 0; step < take.steps(); step++) {
      events.clear();
      long begin = step * stepMicros;
      for (int i = take.offset(camera, step); i < take.offset(camera, step + 1); i++) {
        int event = take.event(camera, i);
        events.add(
            PackedEvent.x(event),
            PackedEvent.y(event),
            begin + PackedEvent.microsInStep(event),
            PackedEvent.polarity(event));
      }
      for (EventPacket packet : cutter.cut(events, begin, begin + stepMicros)) {
        slicer.accept(packet);
      }
    }
  }
}
