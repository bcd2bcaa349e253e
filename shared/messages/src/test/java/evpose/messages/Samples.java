package evpose.messages;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.Lens;
import evpose.camera.ProjectionCamera;
import evpose.events.CameraFrame;
import evpose.events.EventPacket;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message of each kind, with what is missing in it somewhere. */
final class Samples {
  static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  static final Inputs INPUTS = new Inputs(HASH, "", "fixed-10+3", "torch-2.7.1/avx2+sparse-1");
  private static final int EVENTS = 250;

  private Samples() {}

  /** The packet that {@code peer.py} writes and reads. */
  static EventPacket packet() {
    short[] x = new short[EVENTS];
    short[] y = new short[EVENTS];
    int[] dt = new int[EVENTS];
    byte[] polarity = new byte[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      x[i] = (short) (7 * i % 346);
      y[i] = (short) (11 * i % 260);
      dt[i] = 40 * i;
      polarity[i] = (byte) (i % 2);
    }
    long begin = 1_700_000_000_000_000L;
    return new EventPacket(
        "lab-1", "cam_2", 346, 260, 3_000_000_000L, begin, begin + 10_000, 17, x, y, dt, polarity);
  }

  /** Nothing happened: no vectors worth mentioning, begin and sequence at their defaults. */
  static EventPacket heartbeat() {
    return new EventPacket(
        "r", "c", 65_535, 1, 0, 0, 0, 0, new short[0], new short[0], new int[0], new byte[0]);
  }

  static Joints2d joints2d() {
    Joints2d joints = new Joints2d();
    for (int j = 0; j < 13; j++) {
      if (j != 7) {
        joints.set(j, 100.5 + j / 3.0, 200 - j / 7.0, 0.5 + j / 100.0, j == 2 ? Double.NaN : 1.25);
      }
    }
    return joints;
  }

  static Joints3d joints3d() {
    Joints3d joints = new Joints3d();
    for (int j = 0; j < 13; j++) {
      if (j != 4) {
        double[] covariance = {4 + j / 3.0, -0.25, 0, 5, 1e-9, 6};
        Verdict verdict = j == 5 ? Verdict.VIEWS_DROPPED : Verdict.PLACED;
        joints.set(j, -500 + 100 * j / 3.0, 12.34567, 1800 - j, 0.875, covariance, 1.5, 3, verdict);
      }
    }
    return joints;
  }

  /** A small picture: a slope with a bright block. */
  static CameraFrame frame() {
    byte[] pixels = new byte[24 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 24 > 15 && i / 24 > 8 ? 250 : i % 24 + 2 * (i / 24));
    }
    return new CameraFrame("dhp19", "cam0", 24, 16, 1230, 12_292_000, 12_300_000, pixels);
  }

  static Pose2dMessage pose2d() {
    return new Pose2dMessage(
        "dhp19",
        "cam0",
        1234,
        10_000,
        12_350_000,
        PoseSource.SNN,
        1230,
        Pose2dMessage.keypoints(joints2d()),
        2_345,
        1,
        0,
        12_345_678,
        987_654,
        45_056,
        INPUTS);
  }

  static Pose3dMessage pose3d() {
    Joints3d raw = joints3d();
    raw.move(6, -501.5, 12, 1800);
    return new Pose3dMessage(
        "dhp19",
        1234,
        10_000,
        12_350_000,
        1,
        true,
        List.of("cam0", "cam1", "cam3"),
        4,
        Pose3dMessage.keypoints(
            joints3d(), new int[] {0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0}, raw),
        37_037_034,
        2_962_962,
        135_168,
        new Inputs(HASH, HASH, "fixed-10", "wdlt-1"));
  }

  static TruthMessage truth() {
    double[] flat = new double[39];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = 30 == i ? Double.NaN : i * 10 / 3.0;
    }
    return TruthMessage.of("dhp19", 7, 10_000, flat);
  }

  static RigMessage rig() {
    return RigMessage.of(Dhp19Rig.rig(), 10_000, HASH, "fixed-10");
  }

  static CalibrationMessage bentCalibration() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    ProjectionCamera c = cameras.get(0);
    Lens lens =
        new Lens(Lens.Model.BROWN_CONRADY, 330, 331, 170, 130, -0.3, 0.1, 1e-3, -1e-3, -0.01);
    ProjectionCamera bent =
        new ProjectionCamera(c.id(), c.width(), c.height(), c.worldToImage(), lens);
    return CalibrationMessage.of(new CameraRig("bent", List.of(bent, cameras.get(1))), 0, "a test");
  }

  static CalibrationMessage calibration() {
    return CalibrationMessage.of(Dhp19Rig.rig(), 0, "DHP19 as released");
  }

  static MetricsMessage metrics() {
    return new MetricsMessage(
        "dhp19",
        12_350_000,
        1.0004,
        4 * 1234,
        400.1,
        1234,
        100.02,
        4 * 1234,
        0,
        0,
        Double.NaN,
        47.1234567,
        List.of(new StageLatency("endToEnd", 6.1, 11.25, 15), new StageLatency("infer2d", 2, 3, 4)),
        1.25,
        0.033,
        0.0059,
        0.42,
        "paper-45nm",
        null,
        null,
        null,
        null);
  }

  static MetricsMessage wholeMetrics() {
    MetricsMessage m = metrics();
    return new MetricsMessage(
        m.rig(),
        m.endMicros(),
        m.seconds(),
        m.poses2d(),
        m.poses2dPerSecond(),
        m.poses3d(),
        m.poses3dPerSecond(),
        m.packetsConsumed(),
        m.packetsLost(),
        m.deadLettered(),
        m.mpjpe2dPx(),
        m.mpjpe3dMm(),
        m.latencyMs(),
        m.gmacPerSecond(),
        m.gacPerSecond(),
        m.wattsEstimated(),
        m.wattsDenseAnn(),
        m.energyTable(),
        new MetricsAccuracy(3.25, 47.1, 35.5, 0.61, 0.95, 0.99, 8.125),
        new MetricsTruthFree(2.5, 0.95, 0.03, 1, Double.NaN),
        new MetricsNeuroBench(100, 0.975, 2_500_000.5, 13_000_000),
        List.of(
            new MetricsCamera(
                "cam0", 123_456, 0, 1234, 2, 10, 0.01, 3.25, 2.5, 1.5, -0.0005, 5, 6, 7)));
  }

  static DeadLetterMessage deadLetter() {
    return new DeadLetterMessage(
        "events",
        3,
        98_765,
        "bad-offset",
        "root table lies outside the message",
        HASH,
        "camera-service",
        "dhp19/cam3");
  }

  /** Schema file name to messages that it must describe. */
  static Map<String, List<Record>> byName() {
    Map<String, List<Record>> samples = new LinkedHashMap<>();
    samples.put(
        "pose-2d",
        List.of(
            pose2d(),
            pose2d().with(new LayerWork(12_000_000, 300_000, 45_678, 87_654, 900_000, 1_234)),
            Pose2dMessage.shed("dhp19", "cam0", 10, 19, 10_000, "lag", INPUTS),
            pose2d().onFrame(1230L),
            pose2d()
                .with(
                    new LayerWork(7_000_000, 300_000, 45_678, 87_654, 900_000, 1_234, 12_000_000L)),
            new Pose2dMessage(
                "dhp19",
                "cam0",
                0,
                10_000,
                10_000,
                PoseSource.NONE,
                -1,
                Pose2dMessage.keypoints(new Joints2d()),
                0,
                1,
                0,
                0,
                0,
                0,
                INPUTS)));
    samples.put("pose-3d", List.of(pose3d()));
    samples.put("truth", List.of(truth()));
    samples.put("rig", List.of(rig(), rig().switched(1200, "compact", "demand-10-e40-100")));
    samples.put("calibration", List.of(calibration(), bentCalibration()));
    samples.put("metrics", List.of(metrics(), wholeMetrics()));
    samples.put("dead-letter", List.of(deadLetter()));
    return samples;
  }
}
