package evpose.metrics.service;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.messages.CalibrationMessage;
import evpose.messages.EventPackets;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keypoint3d;
import evpose.messages.Keys;
import evpose.messages.LayerWork;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Puts a simulated take on all topics, as all other services together would: real simulated events
 * and truth; poses are the truth with noise, since no network belongs here.
 */
final class SimulatedTake {
  static final double NOISE_PX = 2;
  static final double NOISE_MM = 15;
  private static final Inputs INPUTS = new Inputs("model", "calibration", "fixed-10", "engine");
  private static final long KEY_FRAME_MACS = 400_000_000;
  private static final long STEP_MACS = 200_000;
  private static final long STEP_ACS = 30_000_000;
  private static final long NEURONS = 100_000;

  private final CameraRig rig;
  private final Producer<byte[], byte[]> producer;
  private final Simulator simulator;
  private final List<PacketCutter> cutters = new ArrayList<>();
  private final SplittableRandom noise = new SplittableRandom(5);
  private long nanos;

  SimulatedTake(Producer<byte[], byte[]> producer) {
    this(producer, Dhp19Rig.rig());
  }

  SimulatedTake(Producer<byte[], byte[]> producer, CameraRig rig) {
    this.rig = rig;
    this.producer = producer;
    this.simulator = new Simulator(SimulatorSettings.demo(rig, 1));
    for (ProjectionCamera camera : rig.cameras()) {
      cutters.add(
          new PacketCutter(
              rig.id(), camera.id(), new SensorGeometry(camera.width(), camera.height()), 0));
    }
  }

  /** Publishes the rig and its calibration. */
  void describe() {
    send(Topics.RIGS, Keys.of(rig.id()), Json.encode(RigMessage.of(rig, 10_000, "m", "fixed-10")));
    send(
        Topics.CALIBRATIONS,
        Keys.of(rig.id()),
        Json.encode(CalibrationMessage.of(rig, 0, "simulated")));
  }

  /**
   * Publishes the next step of 10 ms.
   *
   * @param wallNanos when, by the headers
   * @return the step
   */
  long publish(long wallNanos) {
    nanos = wallNanos;
    SimulatedStep simulated = simulator.next();
    long step = simulated.step();
    double[] truth = simulated.jointsInWorldMm().clone();
    for (int c = 0; c < rig.cameras().size(); c++) {
      int packets = 0;
      for (EventPacket packet :
          cutters.get(c).cut(simulated.events().get(c), step * 10_000, (step + 1) * 10_000)) {
        send(Topics.EVENTS, c, Keys.of(rig.id(), packet.camera()), EventPackets.encode(packet));
        packets++;
      }
      send(Topics.POSES_2D, Keys.of(rig.id()), Json.encode(pose2d(c, step, truth, packets)));
    }
    send(
        Topics.GROUND_TRUTH,
        Keys.of(rig.id()),
        Json.encode(TruthMessage.of(rig.id(), step, 10_000, truth)));
    if (rig.cameras().size() > 1) {
      send(Topics.POSES_3D, Keys.of(rig.id()), Json.encode(pose3d(step, truth)));
    }
    return step;
  }

  private Pose2dMessage pose2d(int camera, long step, double[] truth, int packets) {
    ProjectionCamera eye = rig.cameras().get(camera);
    Joints2d joints = new Joints2d();
    double[] pixel = new double[2];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      eye.project(truth[3 * j], truth[3 * j + 1], truth[3 * j + 2], pixel);
      joints.set(j, pixel[0] + NOISE_PX * wobble(), pixel[1] + NOISE_PX * wobble(), 0.9, 3);
    }
    long annMacs = step % 10 == 0 ? KEY_FRAME_MACS - STEP_MACS : 0;
    Pose2dMessage pose =
        new Pose2dMessage(
            rig.id(),
            eye.id(),
            step,
            10_000,
            (step + 1) * 10_000,
            "snn",
            step / 10 * 10,
            Pose2dMessage.keypoints(joints),
            0,
            packets,
            0,
            step % 10 == 0 ? KEY_FRAME_MACS : STEP_MACS,
            STEP_ACS,
            NEURONS,
            INPUTS);
    return pose.with(
        new LayerWork(
            annMacs, 0, STEP_MACS, STEP_ACS / 10, STEP_ACS - STEP_ACS / 10, NEURONS / 50));
  }

  private Pose3dMessage pose3d(long step, double[] truth) {
    List<Keypoint3d> joints = new ArrayList<>();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      joints.add(
          new Keypoint3d(
              truth[3 * j] + NOISE_MM * wobble(),
              truth[3 * j + 1] + NOISE_MM * wobble(),
              truth[3 * j + 2] + NOISE_MM * wobble(),
              0.9,
              new double[6],
              1,
              rig.cameras().size(),
              0));
    }
    List<String> cameras = rig.cameras().stream().map(ProjectionCamera::id).toList();
    return new Pose3dMessage(
        rig.id(),
        step,
        10_000,
        (step + 1) * 10_000,
        0,
        true,
        cameras,
        cameras.size(),
        joints,
        0,
        0,
        0,
        INPUTS);
  }

  private double wobble() {
    return noise.nextDouble() * 2 - 1;
  }

  private void send(String topic, byte[] key, byte[] value) {
    send(topic, 0, key, value);
  }

  /** To the partition that the rig's record names: the poses' is 0, that of each camera its own. */
  private void send(String topic, int partition, byte[] key, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
    if (topic.startsWith("poses")) {
      TimingHeaders.put(record.headers(), TimingHeaders.PUBLISHED_NANOS, nanos);
      TimingHeaders.put(record.headers(), TimingHeaders.RECEIVED_NANOS, nanos + 1_000_000);
      TimingHeaders.put(record.headers(), TimingHeaders.DONE_NANOS, nanos + 3_000_000);
      TimingHeaders.put(record.headers(), TimingHeaders.INFER_NANOS, 1_500_000);
    }
    producer.send(record);
  }
}
