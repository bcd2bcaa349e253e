package evpose.camera.service;

import evpose.events.CameraFrame;
import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.hybrid.KeyFramePolicy;
import evpose.messages.CameraFrames;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs the whole way of a packet, from bytes to bytes, on events that are made up: a bar that moves
 * through noise. The just-in-time compiler then does most of its work before the first real event,
 * whose pose would otherwise come seconds late.
 */
final class WarmUp {
  private static final SensorGeometry SENSOR = new SensorGeometry(346, 260);
  private static final String RIG = "warm-up";
  private static final String CAMERA = "cam0";
  private static final int EVENTS_A_STEP = 900;
  private static final int PERIOD_STEPS = 10;

  private WarmUp() {}

  /**
   * Runs so many steps and forgets them.
   *
   * @return poses that had joints, for tests
   */
  static int run(CameraModel model, int steps) {
    long stepMicros = model.description().stepMicros();
    RigCamera self = new RigCamera(CAMERA, SENSOR.width(), SENSOR.height(), 0);
    RigMessage rig = new RigMessage(RIG, List.of(self), 0, stepMicros, "", "");
    int[] withJoints = new int[1];
    CameraPipeline pipeline =
        new CameraPipeline(
            rig,
            0,
            List.of(CameraPipeline.always(rig, 0, model, new KeyFramePolicy(PERIOD_STEPS, 0, 0))),
            WarmUp::picture,
            pose -> withJoints[0] += seesSomething(pose) ? 1 : 0);
    PacketCutter cutter = new PacketCutter(RIG, CAMERA, SENSOR, 0);
    EventBuffer events = new EventBuffer();
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < steps; step++) {
      makeUp(events, step, stepMicros, random);
      for (EventPacket packet : cutter.cut(events, step * stepMicros, (step + 1) * stepMicros)) {
        pipeline.accept(overTheWire(withFrame(packet, step)));
      }
    }
    return withJoints[0];
  }

  private static boolean seesSomething(Pose2dMessage pose) {
    return Json.encode(pose).length > 0 && pose.joints().stream().anyMatch(k -> k.present());
  }

  private static void makeUp(
      EventBuffer events, int step, long stepMicros, SplittableRandom random) {
    events.clear();
    int barX = 100 + step % 120;
    for (int i = 0; i < EVENTS_A_STEP; i++) {
      boolean noise = i % 8 == 0;
      int x = noise ? random.nextInt(SENSOR.width()) : barX + random.nextInt(6);
      int y = noise ? random.nextInt(SENSOR.height()) : 40 + random.nextInt(180);
      events.add(x, y, step * stepMicros + i * stepMicros / EVENTS_A_STEP, random.nextInt(2));
    }
  }

  /** Names a frame before each key frame; who looks at events does not mind. */
  private static EventPacket withFrame(EventPacket packet, int step) {
    return (step + 1) % PERIOD_STEPS == 0
        ? packet.with(new FrameRef(step, packet.endMicros()))
        : packet;
  }

  /** The bar before a slope of grey. */
  private static @Nullable CameraFrame picture(FrameRef where) {
    byte[] pixels = new byte[SENSOR.width() * SENSOR.height()];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % SENSOR.width();
      boolean bar = x / 6 == where.offset() % 40;
      pixels[i] = (byte) (bar ? 240 : 40 + x / 4);
    }
    long close = where.closeMicros();
    CameraFrame frame =
        new CameraFrame(
            RIG, CAMERA, SENSOR.width(), SENSOR.height(), where.offset(), close - 1, close, pixels);
    try {
      return CameraFrames.decode(CameraFrames.encode(frame));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("what this process writes it reads", e);
    }
  }

  private static EventPacket overTheWire(EventPacket packet) {
    try {
      return EventPackets.decode(EventPackets.encode(packet));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("what this process writes it reads", e);
    }
  }
}
