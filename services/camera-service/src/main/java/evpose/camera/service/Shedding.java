package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.window.PacketOrder;
import evpose.events.window.ShedPolicy;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a camera gives up when it is behind, and finds what was decided before: decisions
 * are records of {@code poses-2d}, so a task that is rebuilt follows them again. Not thread-safe.
 */
final class Shedding {
  private final LongFunction<ShedPolicy> policies;
  private final LogReader reader;
  private final ToLongFunction<TopicPartition> endOffset;

  /**
   * @param policies by the length of a grid's steps, microseconds
   * @param endOffset the offset that a partition's next committed record will get
   */
  Shedding(
      LongFunction<ShedPolicy> policies,
      LogReader reader,
      ToLongFunction<TopicPartition> endOffset) {
    this.policies = policies;
    this.reader = reader;
    this.endOffset = endOffset;
  }

  /** Gives up nothing. */
  static Shedding none() {
    return new Shedding(step -> ShedPolicy.none(), (p, before, enough) -> List.of(), p -> 0);
  }

  /**
   * What a camera gives up now.
   *
   * @param ageMillis since the packet in hand was published
   * @return null for nothing
   */
  ShedPolicy.@Nullable Steps decide(CameraPipeline pipeline, long ageMillis) {
    long stepMicros = pipeline.rig().stepMicros();
    ShedPolicy policy = policies.apply(stepMicros);
    long open = policy.limitSteps() == 0 ? -1 : pipeline.undecidedStep(policy);
    return open < 0 ? null : policy.decide(open, ageMillis * 1000 / stepMicros);
  }

  /**
   * What was decided before and may concern packets of the past, or those that follow them.
   *
   * @param past oldest first
   * @param rigs by name
   * @return by rig/camera
   */
  Map<String, List<ShedPolicy.Steps>> decided(
      List<EventPacket> past, Function<String, java.util.Optional<RigMessage>> rigs) {
    Map<String, Map<String, Long>> firstSteps = new TreeMap<>(); // rig -> camera -> step
    for (EventPacket packet : past) {
      rigs.apply(packet.rig())
          .filter(rig -> policies.apply(rig.stepMicros()).limitSteps() > 0)
          .ifPresent(
              rig ->
                  firstSteps
                      .computeIfAbsent(packet.rig(), r -> new HashMap<>())
                      .putIfAbsent(packet.camera(), packet.beginMicros() / rig.stepMicros()));
    }
    Map<String, List<ShedPolicy.Steps>> decided = new HashMap<>();
    firstSteps.forEach((rig, cameras) -> read(rigs.apply(rig).orElseThrow(), cameras, decided));
    return decided;
  }

  private void read(
      RigMessage rig, Map<String, Long> firstSteps, Map<String, List<ShedPolicy.Steps>> decided) {
    TopicPartition partition = new TopicPartition(Topics.POSES_2D, rig.posesPartition());
    long reach = policies.apply(rig.stepMicros()).aheadSteps() + ShedPolicy.MAX_STEPS;
    List<ConsumerRecord<byte[], byte[]>> tail =
        reader.tail(
            partition,
            endOffset.applyAsLong(partition),
            records -> reachesBack(records, rig, firstSteps, reach));
    long turnBack = PacketOrder.TURN_BACK_MICROS / rig.stepMicros() * 9 / 10; // a step may be cut
    Map<String, Long> places = new HashMap<>();
    for (Pose2dMessage pose : poses(tail, rig)) {
      if (!firstSteps.containsKey(pose.camera())) {
        continue;
      }
      List<ShedPolicy.Steps> ofCamera =
          decided.computeIfAbsent(rig.rig() + "/" + pose.camera(), c -> new ArrayList<>());
      long place = place(pose, policies.apply(rig.stepMicros()));
      Long before = places.put(pose.camera(), place);
      if (before != null && place < before - turnBack) {
        ofCamera.clear(); // its data time began anew
      }
      if (pose.isShed()) {
        ofCamera.add(new ShedPolicy.Steps(pose.step(), pose.lastStep()));
      }
    }
    decided.values().removeIf(List::isEmpty);
  }

  /** The step at which it was said. */
  private static long place(Pose2dMessage pose, ShedPolicy policy) {
    boolean ahead = pose.isShed() && policy.order() == ShedPolicy.Order.FRESHEST_FIRST;
    return ahead ? pose.step() - policy.aheadSteps() : pose.step();
  }

  /** Whether of each camera a pose is among them that was said before any decision that counts. */
  private static boolean reachesBack(
      List<ConsumerRecord<byte[], byte[]>> records,
      RigMessage rig,
      Map<String, Long> firstSteps,
      long reach) {
    Map<String, Long> oldest = new HashMap<>();
    for (Pose2dMessage pose : poses(records, rig)) {
      oldest.merge(pose.camera(), pose.step(), Math::min);
    }
    return firstSteps.entrySet().stream()
        .allMatch(e -> oldest.getOrDefault(e.getKey(), Long.MAX_VALUE) < e.getValue() - reach);
  }

  private static List<Pose2dMessage> poses(
      List<ConsumerRecord<byte[], byte[]>> records, RigMessage rig) {
    List<Pose2dMessage> poses = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        if (record.value() != null) {
          Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
          if (pose.rig().equals(rig.rig())) {
            poses.add(pose);
          }
        }
      } catch (MalformedMessageException e) {
        continue; // no camera-service wrote it
      }
    }
    return poses;
  }
}
