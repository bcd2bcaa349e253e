package evpose.cli.doctor;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.events.EventPacket;
import evpose.messages.CalibrationMessage;
import evpose.messages.CameraCalibration;
import evpose.messages.DeadLetterMessage;
import evpose.messages.EventPackets;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.PoseSource;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.pose.Joints3d;
import evpose.streaming.RigRegistry;
import evpose.testkit.PerfectScene;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A rig of DHP19's cameras whose packets and poses of the last two seconds lie in the log as
 * services would have written them. Faults are left out of it or put into it.
 */
final class Stage {
  static final long STEP_MICROS = 10_000;
  private static final int STEPS = 200;
  private static final String ENGINE = "staged";

  private final String bootstrap;
  private final String name;
  private final CameraRig cameras = Dhp19Rig.rig();
  private final RigMessage rig;
  private final Map<String, Long> silentMillis = new HashMap<>();
  private final Map<String, Long> skewMillis = new HashMap<>();
  private String model = "";
  private boolean views = true;
  private boolean bodies = true;
  private long lostEvery = Long.MAX_VALUE;
  private long nowMillis = InstantSource.system().millis();

  Stage(String bootstrap, String name) {
    this.bootstrap = bootstrap;
    this.name = name;
    Collection<RigMessage> others = new RigRegistry(bootstrap).rigs();
    rig =
        RigMessage.placed(
            name,
            cameras.cameras().stream()
                .map(c -> new RigCamera(c.id(), c.width(), c.height(), 0))
                .toList(),
            STEP_MICROS,
            "",
            "",
            List.copyOf(others));
  }

  RigMessage rig() {
    return rig;
  }

  /** Packets of this camera end so long before those of the others. */
  Stage silent(String camera, long millis) {
    silentMillis.put(camera, millis);
    return this;
  }

  /** Packets of this camera are published so much later than others of the same data time. */
  Stage late(String camera, long millis) {
    skewMillis.put(camera, millis);
    return this;
  }

  Stage losing(long everyPacket) {
    lostEvery = everyPacket;
    return this;
  }

  Stage without2d() {
    views = false;
    return without3d();
  }

  Stage without3d() {
    bodies = false;
    return this;
  }

  Stage madeBy(String sha256) {
    model = sha256;
    return this;
  }

  /** Registers the rig without a calibration. */
  Stage register() throws InterruptedException {
    new RigRegistry(bootstrap).publish(rig, null);
    return this;
  }

  /** Registers the rig with each camera's matrix changed. */
  Stage register(UnaryOperator<double[]> change) throws InterruptedException {
    List<CameraCalibration> changed =
        cameras.cameras().stream()
            .map(
                c ->
                    new CameraCalibration(
                        c.id(), c.width(), c.height(), change.apply(c.worldToImage().clone())))
            .toList();
    CalibrationMessage calibration =
        new CalibrationMessage(name, 0, "mm", "z", changed, "staged for a test");
    new RigRegistry(bootstrap).publish(rig, calibration);
    return this;
  }

  /** A clock that stands at the end of what was written: a slow machine makes nobody silent. */
  InstantSource clock() {
    return InstantSource.fixed(Instant.ofEpochMilli(nowMillis));
  }

  /** Writes two seconds that end now. */
  void play() {
    nowMillis = InstantSource.system().millis();
    PerfectScene scene = new PerfectScene(cameras, 1, STEP_MICROS);
    try (KafkaProducer<byte[], byte[]> out = producer(bootstrap)) {
      for (int step = 0; step < STEPS; step++) {
        long millis = nowMillis - (STEPS - step) * STEP_MICROS / 1000;
        for (int c = 0; c < rig.cameras().size(); c++) {
          packet(out, c, step, millis);
          if (views) {
            view(out, scene, c, step, millis);
          }
        }
        if (bodies) {
          body(out, scene, step, millis);
        }
      }
    }
  }

  private void packet(KafkaProducer<byte[], byte[]> out, int c, int step, long millis) {
    RigCamera camera = rig.cameras().get(c);
    long silent = silentMillis.getOrDefault(camera.id(), 0L);
    if (step % lostEvery == lostEvery - 1) {
      return;
    }
    EventPacket packet =
        new EventPacket(
            name,
            camera.id(),
            camera.width(),
            camera.height(),
            step,
            step * STEP_MICROS,
            (step + 1) * STEP_MICROS,
            0,
            new short[] {7, 8},
            new short[] {9, 9},
            new int[] {10, 20},
            new byte[] {1, 0});
    out.send(
        new ProducerRecord<>(
            Topics.EVENTS,
            camera.eventsPartition(),
            millis - silent + skewMillis.getOrDefault(camera.id(), 0L),
            Keys.of(name, camera.id()),
            EventPackets.encode(packet)));
  }

  private void view(
      KafkaProducer<byte[], byte[]> out, PerfectScene scene, int c, int step, long millis) {
    Pose2dMessage pose =
        new Pose2dMessage(
            name,
            rig.cameras().get(c).id(),
            step,
            STEP_MICROS,
            (step + 1) * STEP_MICROS,
            PoseSource.SNN,
            step / 10 * 10,
            Pose2dMessage.keypoints(scene.view(c, step)),
            2,
            1,
            0,
            1,
            1,
            1,
            new Inputs(model, "", "fixed-10+0", ENGINE));
    out.send(
        new ProducerRecord<>(
            Topics.POSES_2D, rig.posesPartition(), millis, Keys.of(name), Json.encode(pose)));
  }

  private void body(KafkaProducer<byte[], byte[]> out, PerfectScene scene, int step, long millis) {
    Joints3d joints = new Joints3d();
    double[][] mm = scene.jointsInWorldMm(step);
    for (int j = 0; j < mm.length; j++) {
      joints.set(j, mm[j][0], mm[j][1], mm[j][2], 1, new double[6], 0.1, 4);
    }
    Pose3dMessage pose =
        new Pose3dMessage(
            name,
            step,
            STEP_MICROS,
            (step + 1) * STEP_MICROS,
            0,
            true,
            rig.cameraIds(),
            rig.cameras().size(),
            Pose3dMessage.keypoints(joints),
            1,
            1,
            1,
            new Inputs(model, "", "", ENGINE));
    out.send(
        new ProducerRecord<>(
            Topics.POSES_3D, rig.posesPartition(), millis, Keys.of(name), Json.encode(pose)));
  }

  /** Sets a record aside, as a service would. */
  void setAside(String reason, long ageMillis) {
    DeadLetterMessage letter =
        new DeadLetterMessage(
            Topics.EVENTS, 0, 1, reason, "staged for a test", "", "camera-service", name + "/x");
    try (KafkaProducer<byte[], byte[]> out = producer(bootstrap)) {
      out.send(
          new ProducerRecord<>(
              Topics.DEAD_LETTERS,
              0,
              nowMillis - ageMillis,
              Keys.of(name, "x"),
              Json.encode(letter)));
    }
  }

  /** Takes the rig off the tables. */
  void leave() throws InterruptedException {
    new RigRegistry(bootstrap).remove(name);
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
    return new KafkaProducer<>(
        Map.<String, Object>of(
            "bootstrap.servers",
            bootstrap,
            "max.in.flight.requests.per.connection",
            1,
            "linger.ms",
            5),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
