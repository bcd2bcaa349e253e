package evpose.source.service;

import evpose.camera.CameraRig;
import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cameras of one rig see, step by step from step 0 at time 0, all cameras at once. The
 * same settings give the same steps. Belongs to one thread.
 */
interface EventFeed extends AutoCloseable {

  /** A camera of the feed. */
  record Camera(String id, SensorGeometry sensor) {}

  /**
   * Who watches.
   *
   * @param name the rig's name
   * @param cameras in the rig's order
   * @param stepMicros length of a step, microseconds
   * @param calibration the cameras' geometry, null when unknown
   * @param origin in words, for log lines and the calibration's source
   */
  record Rig(
      String name,
      List<Camera> cameras,
      long stepMicros,
      @Nullable CameraRig calibration,
      String origin) {
    public Rig {
      cameras = List.copyOf(cameras);
    }
  }

  /**
   * One step, lent until the next call.
   *
   * @param step 0, 1, 2, ...
   * @param events by camera in the rig's order, by time, inside [step · stepMicros, (step + 1) ·
   *     stepMicros)
   * @param jointsInWorldMm where the joints were at the begin of the step, [13][3] mm; null when
   *     unknown
   * @param frames by camera, those whose shutter closed in (begin, end] of the step, null where
   *     none did; empty for a step without any
   */
  record Step(
      long step,
      List<EventBuffer> events,
      double @Nullable [] jointsInWorldMm,
      List<@Nullable Frame> frames) {
    /** Without frames. */
    Step(long step, List<EventBuffer> events, double @Nullable [] jointsInWorldMm) {
      this(step, events, jointsInWorldMm, List.of());
    }
  }

  /**
   * A grey picture of the size of its camera's sensor.
   *
   * @param openMicros when the shutter opened, in the feed's time
   * @param closeMicros when it closed
   * @param pixels [height][width], unsigned; lent with the step
   */
  record Frame(long openMicros, long closeMicros, byte[] pixels) {
    /** The same, so much later. */
    Frame later(long micros) {
      return new Frame(openMicros + micros, closeMicros + micros, pixels);
    }
  }

  Rig rig();

  /** The next step, or null after the last. */
  @Nullable Step next();

  /** Ends the waiting of {@link #next}, from any thread; feeds that never wait need nothing. */
  default void cancel() {}

  @Override
  void close();
}
