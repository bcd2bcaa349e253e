package evpose.camera.service;

import evpose.alignment.RigAligner;
import evpose.events.EventPacket;
import evpose.events.window.ShedPolicy;
import evpose.hybrid.KeyFramePolicy;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.kernels.Crew;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.RigRun;
import evpose.messages.Topics;
import evpose.streaming.LogReader;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A rig in a world of one seed: its settings, its cameras' logs, how far behind each packet is when
 * it is worked on, and in what order the cameras' tasks get on.
 */
final class SimulatedRig {
  static final int GRACE = 5;
  static final int HORIZON = 60;
  static final ModelDescription DESCRIPTION =
      new ModelDescription(
          "study", 0.125, 32, 13, 10, 40, 150_000, 8, false, false, 3, 0.95, 1, 10_000, 10, 2,
          Variant.D);

  /** Of one camera, in the order of its log. */
  record Lane(List<EventPacket> packets, int[] ageMillis) {}

  final RigMessage rig;
  final KeyFrames keyFrames;
  final ShedPolicy policy;
  final List<Lane> lanes = new ArrayList<>();
  private final Random random;

  SimulatedRig(long seed, int packets) {
    random = new Random(seed);
    int n = 2 + random.nextInt(3);
    List<RigCamera> cameras = new ArrayList<>();
    for (int c = 0; c < n; c++) {
      cameras.add(new RigCamera("cam" + c, Disorder.WIDTH, Disorder.HEIGHT, c));
    }
    int period = 1 + random.nextInt(12);
    RigMessage first =
        new RigMessage("r", cameras, 0, DESCRIPTION.stepMicros(), "", "fixed-" + period);
    rig = switched(first, packets);
    keyFrames = new KeyFrames(100, random.nextInt(5));
    policy =
        new ShedPolicy(
            new int[] {0, 10, 20, 50}[random.nextInt(4)],
            ShedPolicy.Order.values()[random.nextInt(2)]);
    for (RigCamera camera : cameras) {
      List<EventPacket> log =
          Disorder.log(camera.id(), random.nextLong(), packets / 2 + random.nextInt(packets));
      int skipped = random.nextInt(4) == 0 ? random.nextInt(packets / 4) : 0; // it joins late
      List<EventPacket> seen = log.subList(skipped, log.size());
      lanes.add(new Lane(seen, ages(seen.size())));
    }
  }

  /** Run another way from some step on, and once more from another, soon or late. */
  private RigMessage switched(RigMessage first, int packets) {
    RigMessage rig = first;
    long step = 0;
    for (int i = random.nextInt(3); i > 0; i--) {
      step += 1 + random.nextInt(random.nextBoolean() ? 20 : packets);
      int every = 1 + random.nextInt(6);
      boolean demand = random.nextInt(3) == 0;
      String policy =
          demand
              ? "demand-" + every + "-e" + (20 + random.nextInt(200)) + "-" + 3 * every
              : "fixed-" + (1 + random.nextInt(12));
      rig = rig.switched(step, "", policy);
    }
    return rig;
  }

  /** When a camera's key frames fall that the answer to a step may rest on. */
  KeyFramePolicy policyAt(long step, int camera) {
    RigRun run = rig.runs().stream().filter(r -> step < r.beforeStep()).findFirst().orElseThrow();
    return keyFrames.ofCamera(rig.as(run), camera);
  }

  /** A backlog that builds up and is worked off. */
  private int[] ages(int packets) {
    int[] ages = new int[packets];
    int age = 0;
    int drift = 0;
    for (int i = 0; i < packets; i++) {
      if (random.nextInt(40) == 0) {
        drift = random.nextInt(-60, 61);
      }
      age = Math.max(0, Math.min(12_000, age + drift));
      ages[i] = age;
    }
    return ages;
  }

  /** Which camera's task goes on next, of those that have something to do; they lag and stall. */
  List<Integer> schedule() {
    List<Integer> order = new ArrayList<>();
    int[] left = lanes.stream().mapToInt(lane -> lane.packets.size()).toArray();
    int total = java.util.Arrays.stream(left).sum();
    while (order.size() < total) {
      int favoured = random.nextInt(lanes.size());
      for (int i = random.nextInt(120); i >= 0; i--) {
        int c = random.nextInt(3) == 0 ? favoured : random.nextInt(lanes.size());
        if (left[c] > 0) {
          left[c]--;
          order.add(c);
        }
      }
    }
    return order;
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  Shedding shedding(List<ConsumerRecord<byte[], byte[]>> poses) {
    LogReader tail =
        (partition, before, enough) -> {
          int size = 64;
          while (size < before
              && !enough.reached(poses.subList((int) before - size, (int) before))) {
            size *= 2;
          }
          return poses.subList((int) Math.max(0, before - size), (int) before);
        };
    return new Shedding(step -> policy, tail, partition -> poses.size());
  }

  TaskCameras task(CameraModel model, CameraPipeline.PoseSink sink) {
    return new TaskCameras(
        name -> name.equals(rig.rig()) ? Optional.of(rig) : Optional.empty(),
        new RigRuns(CameraModels.of(model), keyFrames),
        sink);
  }

  RigAligner<String> aligner(RigAligner.Sink<String> sink) {
    return new RigAligner<>(rig.cameraIds(), GRACE, HORIZON, sink);
  }

  static CameraModel model() {
    return new CameraModel(
        ModelBundle.of(DESCRIPTION, RandomWeights.of(DESCRIPTION, 5)),
        WitnessSnn.ann(),
        1,
        new Crew(1, "simulation"),
        crew -> () -> new WitnessSnn(DESCRIPTION));
  }

  static ConsumerRecord<byte[], byte[]> record(int offset, Pose2dMessage pose) {
    return new ConsumerRecord<>(Topics.POSES_2D, 0, offset, Keys.of(pose.rig()), Json.encode(pose));
  }
}
