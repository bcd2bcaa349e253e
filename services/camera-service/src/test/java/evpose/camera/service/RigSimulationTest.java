package evpose.camera.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import evpose.alignment.AlignedStep;
import evpose.alignment.RigAligner;
import evpose.alignment.StepAligner.Accepted;
import evpose.events.EventPacket;
import evpose.events.StepGrid;
import evpose.events.window.PacketOrder;
import evpose.events.window.ShedPolicy;
import evpose.events.window.SliceCounts;
import evpose.events.window.StepEvents;
import evpose.events.window.StepSlicer;
import evpose.hybrid.KeyFramePolicy;
import evpose.messages.Json;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whole rigs without Kafka and without clocks: slicing, key frames and their delay, shedding,
 * rebuilding and alignment together, through seeded histories in which cameras lag, stall, drop,
 * repeat, overtake, count anew, begin anew, share a name, join late and fall behind. What must hold
 * is asked after every packet.
 *
 * <p>{@code -Devpose.simulation.seeds=10000} is the long form; {@code -Devpose.simulation.seed=N
 * -Devpose.simulation.seeds=1} is one history alone.
 */
class RigSimulationTest {
  private static final int SEEDS = Integer.getInteger("evpose.simulation.seeds", 500);
  private static final long FIRST = Long.getLong("evpose.simulation.seed", 1);
  private static final int RESTARTS = 2;
  private static final int PACKETS = 220;
  private static final CameraModel MODEL = SimulatedRig.model();

  private long posed;
  private long given;
  private long provisional;
  private long finals;
  private long replayed;

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  void everyHistoryKeepsItsPromises() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        new History(new SimulatedRig(seed, PACKETS)).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            e.getMessage()
                + "; again: -Devpose.simulation.seed="
                + seed
                + " -Devpose.simulation.seeds=1",
            e);
      }
    }
    System.out.printf(
        "%d histories: %d steps posed, %d given up, %d answered again after a restart; %d"
            + " provisional answers, %d final%n",
        SEEDS, posed, given, replayed, provisional, finals);
    if (SEEDS >= 100) {
      require(given > 1_000 && provisional > 1_000 && replayed > 10_000, "histories have teeth");
    }
  }

  private static void require(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  /** One rig's history. */
  private final class History {
    final SimulatedRig world;
    final List<ConsumerRecord<byte[], byte[]>> poses = new ArrayList<>();
    final List<Camera> cameras = new ArrayList<>();
    final Answers answers;

    History(SimulatedRig world) {
      this.world = world;
      answers = new Answers(world);
      for (int c = 0; c < world.lanes.size(); c++) {
        cameras.add(new Camera(this, c));
      }
    }

    void run() {
      for (int c : world.schedule()) {
        Camera camera = cameras.get(c);
        camera.next();
        camera.check();
        answers.check();
      }
      for (int i = 0; i < RESTARTS; i++) {
        cameras.get(world.nextInt(cameras.size())).restart();
      }
      finals += answers.finals.size();
      provisional += answers.provisional;
    }

    void publish(Pose2dMessage pose) {
      poses.add(SimulatedRig.record(poses.size(), pose));
      answers.view(pose);
    }
  }

  /** One camera's task, beside a slicer that gives up nothing and so knows what was offered. */
  private final class Camera {
    final History history;
    final SimulatedRig.Lane lane;
    final int index;
    final TaskCameras task;
    final StepSlicer offering;
    final List<Long> offered = new ArrayList<>(); // by the packet at hand
    final List<Integer> posesBefore = new ArrayList<>(); // records of poses-2d before a packet
    final List<Integer> posesAfter = new ArrayList<>();
    final List<ShedPolicy.Steps> decisions = new ArrayList<>(); // of the present line of time
    List<Pose2dMessage> now = new ArrayList<>();

    Camera(History history, int index) {
      this.history = history;
      SimulatedRig world = history.world;
      lane = world.lanes.get(index);
      this.index = index;
      task =
          world.task(
              MODEL,
              pose -> {
                now.add(pose);
                history.publish(pose);
              });
      offering =
          new StepSlicer(
              new StepGrid(world.rig.stepMicros()),
              new StepSlicer.StepSink() {
                @Override
                public void closed(StepEvents step) {
                  offered.add(step.step());
                }

                @Override
                public void beganAnew() {
                  decisions.clear();
                }
              });
    }

    void next() {
      int at = posesAfter.size();
      EventPacket packet = lane.packets().get(at);
      posesBefore.add(history.poses.size());
      offered.clear();
      now = new ArrayList<>();
      CameraPipeline pipeline = task.pipeline(packet);
      Shedding shedding = history.world.shedding(history.poses);
      ShedPolicy.Steps steps = shedding.decide(pipeline, lane.ageMillis()[at]);
      if (steps != null) {
        history.publish(pipeline.shedding(steps, "lag"));
        pipeline.shed(steps);
        decisions.add(steps);
      }
      pipeline.accept(packet);
      offering.accept(packet);
      posesAfter.add(history.poses.size());
    }

    /** Offered = delivered + given up, step by step, and each pose rests on its key frame. */
    void check() {
      List<Long> expected = new ArrayList<>();
      for (long step : offered) {
        if (decisions.stream().anyMatch(d -> d.contains(step))) {
          given++;
        } else {
          expected.add(step);
        }
      }
      List<Long> delivered = now.stream().map(Pose2dMessage::step).toList();
      require(
          delivered.equals(expected), "steps delivered: " + delivered + ", expected: " + expected);
      posed += delivered.size();
      for (Pose2dMessage pose : now) {
        KeyFramePolicy policy = history.world.policyAt(pose.step(), index);
        require(
            pose.inputs().policy().equals(policy.name()),
            "policy of step " + pose.step() + ": " + pose.inputs().policy() + ", not " + policy);
        boolean nothing = pose.source().equals(PoseSource.NONE);
        long keyFrame = nothing ? -1 : policy.keyFrameInEffect(pose.step());
        boolean wanted = policy.demand() != null && !nothing; // there may be newer ones
        require(
            wanted ? pose.keyFrameStep() >= keyFrame : pose.keyFrameStep() == keyFrame,
            "key frame of step " + pose.step() + ": " + pose.keyFrameStep() + ", not " + keyFrame);
      }
      CameraPipeline pipeline = task.pipeline(lane.packets().get(posesAfter.size() - 1));
      SliceCounts counts = pipeline.counts();
      require(
          counts.packets() + counts.duplicates() + counts.aside() == posesAfter.size(),
          "a packet is not accounted for: " + counts + ", offered: " + posesAfter.size());
      require(counts.equals(offering.counts()), "counts: " + counts + ", " + offering.counts());
      long limit = history.world.policy.limitSteps();
      long most = limit == 0 ? 0 : 2 + ShedPolicy.MAX_STEPS / (limit / 2 + 1);
      require(pipeline.decisions() <= most, "decisions held: " + pipeline.decisions());
    }

    /** Whoever is rebuilt from the bounded past and the published decisions says the same. */
    void restart() {
      int cut = 1 + history.world.nextInt(posesAfter.size() - 1);
      SimulatedRig world = history.world;
      List<String> again = new ArrayList<>();
      TaskCameras rebuilt = world.task(MODEL, pose -> again.add(text(pose)));
      List<EventPacket> past = past(cut, rebuilt);
      Shedding then = world.shedding(history.poses.subList(0, posesBefore.get(cut)));
      rebuilt.rebuild(past, then.decided(past, name -> java.util.Optional.of(world.rig)));
      require(again.isEmpty(), "whoever rebuilds is silent: " + again);
      int to = Math.min(posesAfter.size(), cut + 120);
      for (int at = cut; at < to; at++) {
        again.clear();
        EventPacket packet = lane.packets().get(at);
        CameraPipeline pipeline = rebuilt.pipeline(packet);
        ShedPolicy.Steps steps = then.decide(pipeline, lane.ageMillis()[at]);
        if (steps != null) {
          again.add(text(pipeline.shedding(steps, "lag")));
          pipeline.shed(steps);
        }
        pipeline.accept(packet);
        require(
            again.equals(said(at)),
            "restart at packet " + cut + ", packet " + at + ": " + first(again, said(at)));
        replayed += again.size();
      }
    }

    /** What was said to a packet. */
    private List<String> said(int at) {
      return history.poses.subList(posesBefore.get(at), posesAfter.get(at)).stream()
          .map(record -> new String(record.value(), UTF_8))
          .toList();
    }

    private List<EventPacket> past(int cut, TaskCameras task) {
      int size = 64;
      while (size < cut
          && !BoundedPast.isHeldBy(
              lane.packets().subList(cut - size, cut),
              Set.of(),
              rig -> task.reachMicros(rig) + PacketOrder.TURN_BACK_MICROS)) {
        size *= 2;
      }
      return lane.packets().subList(Math.max(0, cut - size), cut);
    }
  }

  private static String text(Pose2dMessage pose) {
    return new String(Json.encode(pose), UTF_8);
  }

  private static String first(List<String> again, List<String> said) {
    for (int i = 0; i < Math.max(again.size(), said.size()); i++) {
      String a = i < again.size() ? again.get(i) : "nothing";
      String b = i < said.size() ? said.get(i) : "nothing";
      if (!a.equals(b)) {
        return "again " + a + ", but it was " + b;
      }
    }
    return "";
  }

  /** What triangulation hears and says. */
  private static final class Answers implements RigAligner.Sink<String> {
    final RigAligner<String> aligner;
    final int cameras;
    final Map<Long, Integer> revisions = new HashMap<>();
    final TreeSet<Long> waiting = new TreeSet<>(); // answered, not finally
    final TreeSet<Long> open = new TreeSet<>(); // that a view has come for, and no answer
    final Set<Long> ended = new HashSet<>(); // final ones, of the present line of time
    final List<Long> finals = new ArrayList<>();
    long provisional;
    long newest = Long.MIN_VALUE;
    long heard; // last step of the view at hand

    Answers(SimulatedRig world) {
      aligner = world.aligner(this);
      cameras = world.rig.cameras().size();
    }

    void view(Pose2dMessage pose) {
      heard = pose.lastStep();
      boolean late =
          aligner.accept(pose.camera(), pose.step(), pose.lastStep(), pose.camera())
              == Accepted.TOO_LATE;
      newest = aligner.newest();
      long from = Math.max(pose.step(), newest - SimulatedRig.HORIZON + 1);
      for (long step = from; !late && step <= pose.lastStep(); step++) {
        if (!revisions.containsKey(step)) {
          open.add(step);
        }
      }
    }

    @Override
    public void beganAnew() {
      revisions.clear();
      open.clear();
      ended.clear();
      waiting.clear();
      newest = Long.MIN_VALUE;
    }

    @Override
    public void aligned(AlignedStep<String> step) {
      int revision = revisions.getOrDefault(step.step(), -1) + 1;
      require(step.revision() == revision, "revisions rise by one: " + step);
      require(!ended.contains(step.step()), "after a final one: " + step);
      long now = Math.max(newest, heard);
      boolean complete = step.views().size() == cameras;
      boolean over = step.step() <= now - SimulatedRig.HORIZON;
      boolean anew = newest != Long.MIN_VALUE && heard <= newest - SimulatedRig.HORIZON;
      require(
          complete || step.step() <= now - SimulatedRig.GRACE || anew,
          "before the grace is over: " + step + ", newest " + now);
      require(!step.isFinal() || complete || over || anew, "final too early: " + step);
      require(step.isFinal() || !complete, "complete, so final: " + step);
      require(!step.views().isEmpty(), "somebody saw it: " + step);
      revisions.put(step.step(), revision);
      open.remove(step.step());
      if (step.isFinal()) {
        ended.add(step.step());
        finals.add(step.step());
        waiting.remove(step.step());
      } else {
        waiting.add(step.step());
        provisional++;
      }
    }

    /** Nothing waits longer than it may, and no more of it. */
    void check() {
      require(aligner.size() <= SimulatedRig.HORIZON, "steps held: " + aligner.size());
      require(
          open.isEmpty() || open.first() > newest - SimulatedRig.GRACE,
          "no answer after the grace: " + open + ", newest " + newest);
      require(
          waiting.isEmpty() || waiting.first() > newest - SimulatedRig.HORIZON,
          "no final answer at the horizon: " + waiting + ", newest " + newest);
    }
  }
}
