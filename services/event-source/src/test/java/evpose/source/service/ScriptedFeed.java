package evpose.source.service;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small feed with a known answer: camera c sees 3 + c events in each step. */
final class ScriptedFeed implements EventFeed {
  static final long STEP_MICROS = 10_000;
  static final SensorGeometry SENSOR = new SensorGeometry(346, 260);

  private final long steps;
  private final boolean truth;
  private final Rig rig;
  private long next;
  private boolean closed;

  ScriptedFeed(String name, int cameras, long steps, boolean truth) {
    this.steps = steps;
    this.truth = truth;
    rig =
        new Rig(
            name,
            java.util.stream.IntStream.range(0, cameras)
                .mapToObj(c -> new Camera("cam" + c, SENSOR))
                .toList(),
            STEP_MICROS,
            null,
            "script");
  }

  @Override
  public Rig rig() {
    return rig;
  }

  @Override
  public @Nullable Step next() {
    if (next == steps) {
      return null;
    }
    long step = next++;
    List<EventBuffer> events =
        java.util.stream.IntStream.range(0, rig.cameras().size())
            .mapToObj(c -> events(step, c))
            .toList();
    return new Step(step, events, truth ? joints(step) : null);
  }

  private static EventBuffer events(long step, int camera) {
    EventBuffer events = new EventBuffer();
    for (int i = 0; i < 3 + camera; i++) {
      events.add((int) (step % 300) + i, 10 * camera, step * STEP_MICROS + 100L * i, i % 2);
    }
    return events;
  }

  static double[] joints(long step) {
    double[] joints = new double[39];
    for (int i = 0; i < joints.length; i++) {
      joints[i] = 100 * i + step;
    }
    return joints;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
