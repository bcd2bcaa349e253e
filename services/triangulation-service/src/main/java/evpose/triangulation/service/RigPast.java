package evpose.triangulation.service;

import evpose.alignment.RigTime;
import evpose.body.BodyMemory;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.streaming.LogReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How much of a partition's past makes the state of a rig's join.
 *
 * <pre>
 *   s    the oldest record read            H    newest step at the offset where the task goes on
 *   any record at s that was not too late has   newest step then  &lt;  its step + horizon
 *   so with its step  &lt;=  H - 2·horizon - grace, no step that is still open at H had a view before s
 * </pre>
 *
 * What is said of a body depends on 2 memories of steps more, and where its joints are placed on a
 * window more, all of whose views must be known.
 *
 * <p>Sixty-four old records are asked for, not one: a single one may have been too late itself.
 * Where the rig's data time began anew nothing older counts.
 */
final class RigPast implements LogReader.Enough {
  private static final int LOOKED_AT = 64;

  private final String rig;
  private final byte[] key;
  private final int cameras;
  private final int horizonSteps;
  private final long reachSteps;

  RigPast(RigMessage rig, TriangulationSettings settings, Placings placings) {
    this.rig = rig.rig();
    this.key = Keys.of(rig.rig());
    this.cameras = rig.cameras().size();
    this.horizonSteps = settings.horizonSteps();
    this.reachSteps = reachSteps(settings, placings);
  }

  /** How far back before its newest step a join's state reaches. */
  static long reachSteps(TriangulationSettings settings, Placings placings) {
    return 2L * settings.horizonSteps()
        + settings.graceSteps()
        + BodyMemory.reachSteps(settings.body().rules())
        + placings.reachSteps();
  }

  @Override
  public boolean reached(List<ConsumerRecord<byte[], byte[]>> oldestFirst) {
    long newest = Long.MIN_VALUE;
    int looked = 0;
    for (int i = oldestFirst.size() - 1; i >= 0 && looked < LOOKED_AT; i--) {
      Optional<Pose2dMessage> pose = poseOf(oldestFirst.get(i));
      if (pose.isPresent()) {
        newest = Math.max(newest, pose.get().lastStep());
        looked++;
      }
    }
    long oldest = Long.MIN_VALUE;
    looked = 0;
    for (int i = 0; i < oldestFirst.size() && looked < LOOKED_AT; i++) {
      Optional<Pose2dMessage> pose = poseOf(oldestFirst.get(i));
      if (pose.isPresent()) {
        oldest = Math.max(oldest, pose.get().lastStep());
        looked++;
      }
    }
    if (looked < LOOKED_AT) {
      return false;
    }
    boolean turnedBack = oldest >= newest + horizonSteps;
    return turnedBack ? beganAnew(oldestFirst) : oldest <= newest - reachSteps;
  }

  /** Whether data time began anew in these records, after enough of them to tell what it was. */
  private boolean beganAnew(List<ConsumerRecord<byte[], byte[]>> oldestFirst) {
    RigTime time = new RigTime(cameras, horizonSteps);
    int looked = 0;
    for (ConsumerRecord<byte[], byte[]> record : oldestFirst) {
      Optional<Pose2dMessage> pose = poseOf(record);
      if (pose.isPresent()
          && time.place(pose.get().lastStep()) == RigTime.Place.BEGAN_ANEW
          && looked >= LOOKED_AT) {
        return true;
      }
      looked += pose.isPresent() ? 1 : 0;
    }
    return false;
  }

  /** The rig's pose in a record; empty when it is another rig's, or cannot be read. */
  Optional<Pose2dMessage> poseOf(ConsumerRecord<byte[], byte[]> record) {
    if (!Arrays.equals(record.key(), key) || record.value() == null) {
      return Optional.empty();
    }
    try {
      Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
      return pose.rig().equals(rig) ? Optional.of(pose) : Optional.empty();
    } catch (MalformedMessageException e) { // was set aside when it came
      return Optional.empty();
    }
  }
}
