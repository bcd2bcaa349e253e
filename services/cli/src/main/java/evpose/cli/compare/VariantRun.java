package evpose.cli.compare;

import evpose.camera.service.CameraReplay;
import evpose.evaluation.energy.EnergyTable;
import evpose.events.EventPacket;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.PoseSource;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaRecordReader;
import evpose.streaming.RecordReader;
import evpose.triangulation.service.TriangulationReplay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One side at work: packets in, poses and counts of operations kept. Not thread-safe. */
final class VariantRun implements AutoCloseable {
  private final CompareRequest request;
  private final Variant variant;
  private final RigMessage rig;
  private final CameraReplay cameras;
  private final TriangulationReplay bodies;
  private final List<RecordReader> frames = new ArrayList<>(); // one a partition
  private final Map<Integer, CameraReplay.Partition> partitions = new HashMap<>();
  private final List<Pose2dMessage> waiting = new ArrayList<>();
  private final Map<String, Track> views = new TreeMap<>();
  private final Track body = new Track(3);
  private final Map<String, Operations> operations = new TreeMap<>();
  private final NavigableMap<Long, long[]> work = new TreeMap<>(); // step -> macs, acs
  private final Map<String, Long> refused = new TreeMap<>();
  private String policy = "";
  private long offset;

  /** Counted over the steps of one camera, from its first answer on. */
  static final class Operations {
    long steps;
    long macs;
    long acs;
    boolean answered;
  }

  /**
   * Loads the network.
   *
   * @throws IllegalArgumentException when it or a setting does not exist; says what to do
   */
  VariantRun(CompareRequest request, Variant variant) {
    this.request = request;
    this.variant = variant;
    RigMessage its = request.rig();
    rig = // each side is one network, whatever the rig is run with
        new RigMessage(
            its.rig(),
            its.cameras(),
            its.posesPartition(),
            its.stepMicros(),
            "",
            variant.hasOwnPeriod() ? "" : its.policy());
    bodies =
        new TriangulationReplay(variant.triangulation(), rig, request.calibration(), this::keep);
    cameras =
        CameraReplay.load(
            variant.model(),
            null,
            rig,
            variant.keyFrameMillis(),
            variant.keyFrameDelaySteps(),
            variant.snnWeights());
  }

  /** How far back in steps the answer to a step reaches. */
  long reachSteps() {
    long micros = cameras.reachMicros();
    return (micros + rig.stepMicros() - 1) / rig.stepMicros() + bodies.reachSteps();
  }

  /** Takes the next packet of a partition. */
  void accept(int partition, EventPacket packet) {
    String refusal = partitions.computeIfAbsent(partition, this::open).accept(packet);
    if (refusal != null) {
      refused.merge(refusal, 1L, Long::sum);
    }
  }

  private CameraReplay.Partition open(int partition) {
    RecordReader reader = new KafkaRecordReader(KafkaAccess.of(request.bootstrap()));
    frames.add(reader);
    return cameras.partition(
        partition,
        Map.of(),
        reader,
        lost -> refused.merge(lost.reason(), 1L, Long::sum),
        waiting::add);
  }

  /** All cameras have come to the same moment: their views meet, in the order of steps. */
  void meet() {
    waiting.sort(
        Comparator.comparingLong(Pose2dMessage::step).thenComparing(Pose2dMessage::camera));
    for (Pose2dMessage pose : waiting) {
      if (request.looksAt(pose.step())) {
        keep(pose);
      }
      bodies.accept(
          new ConsumerRecord<>(
              Topics.POSES_2D,
              rig.posesPartition(),
              offset++,
              Keys.of(rig.rig()),
              Json.encode(pose)));
    }
    waiting.clear();
  }

  private void keep(Pose2dMessage pose) {
    Joints2d joints = new Joints2d();
    pose.toJoints(joints);
    double[] row = new double[2 * Skeleton.JOINTS];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      row[2 * j] = joints.present(j) ? joints.x(j) : Double.NaN;
      row[2 * j + 1] = joints.present(j) ? joints.y(j) : Double.NaN;
    }
    views.computeIfAbsent(pose.camera(), c -> new Track(2)).put(pose.step(), row);
    Operations its = operations.computeIfAbsent(pose.camera(), c -> new Operations());
    its.answered |= !pose.source().equals(PoseSource.NONE);
    if (its.answered) { // what waits for its first key frame neither works nor rests
      count(pose, its);
    }
    policy = pose.inputs().policy().replaceFirst("\\+\\d+", "");
  }

  private void count(Pose2dMessage pose, Operations its) {
    its.steps++;
    its.macs += pose.macs();
    its.acs += pose.acs();
    long[] done = work.computeIfAbsent(pose.step(), s -> new long[2]);
    done[0] += pose.macs();
    done[1] += pose.acs();
  }

  private void keep(Pose3dMessage pose) {
    if (!request.looksAt(pose.step())) {
      return;
    }
    Joints3d joints = new Joints3d();
    pose.toJoints(joints);
    double[] row = new double[3 * Skeleton.JOINTS];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      row[3 * j] = joints.present(j) ? joints.xMm(j) : Double.NaN;
      row[3 * j + 1] = joints.present(j) ? joints.yMm(j) : Double.NaN;
      row[3 * j + 2] = joints.present(j) ? joints.zMm(j) : Double.NaN;
    }
    body.put(pose.step(), row);
  }

  Variant variant() {
    return variant;
  }

  /** Name of description and weights. */
  String model() {
    return cameras.model();
  }

  /** When the ANN ran. */
  String policy() {
    return policy;
  }

  /** 2D poses by camera. */
  Map<String, Track> views() {
    return views;
  }

  /** The highest revision of each step. */
  Track body() {
    return body;
  }

  Map<String, Operations> operations() {
    return operations;
  }

  /** Estimated power of all cameras over the steps in [from, to); null when none is answered. */
  @Nullable Double watts(long from, long to) {
    NavigableMap<Long, long[]> part = work.subMap(from, true, to, false);
    if (part.isEmpty()) {
      return null;
    }
    double macs = 0;
    double acs = 0;
    for (long[] done : part.values()) {
      macs += done[0];
      acs += done[1];
    }
    return EnergyTable.FP32_7NM.joules(macs, acs) / (part.size() * rig.stepMicros() * 1e-6);
  }

  /** Packets that could not be used, by reason. */
  Map<String, Long> refused() {
    return refused;
  }

  @Override
  public void close() {
    frames.forEach(RecordReader::close);
    cameras.close();
  }
}
