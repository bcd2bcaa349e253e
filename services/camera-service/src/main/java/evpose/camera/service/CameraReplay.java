package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.window.ShedPolicy;
import evpose.kernels.WeightForm;
import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.streaming.RecordReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What camera-service answers to a log, computed again without Kafka and by the same classes: for
 * whoever wants to prove what the stream said. Not thread-safe.
 */
public final class CameraReplay implements AutoCloseable {
  /**
   * A frame that a packet names and that cannot be looked at.
   *
   * @param partition of topic {@code frames}
   * @param reason kebab-case; {@code frame-missing} may mean that retention was quicker than
   *     whoever asks now
   */
  public record LostFrame(TopicPartition partition, long offset, String reason) {}

  private final RigRuns runs;
  private final RigMessage rig;

  /**
   * @param runs its models are closed with this
   * @param rig whose packets are answered
   */
  CameraReplay(RigRuns runs, RigMessage rig) {
    this.runs = runs;
    this.rig = rig;
  }

  /**
   * Loads the network.
   *
   * @param model for where the rig names none: a shipped preset, or the path of a trained model's
   *     {@code .json}
   * @param models a folder of those that the rig may name by their SHA-256; null for none
   * @param rig whose packets are answered
   * @param keyFrameMillis period of the ANN, when the rig names no policy of its own
   * @param keyFrameDelaySteps so many steps later an answer of the ANN counts
   * @param snnWeights as numbers, as they were
   * @throws IllegalArgumentException when there is no such model; says what to do
   */
  public static CameraReplay load(
      String model,
      @Nullable Path models,
      RigMessage rig,
      int keyFrameMillis,
      int keyFrameDelaySteps,
      WeightForm snnWeights) {
    Engines engines = new Engines(1, 1, snnWeights);
    CameraModel own = CameraModel.load(model, engines);
    return new CameraReplay(
        new RigRuns(
            new CameraModels(own, model, models, engines),
            new KeyFrames(keyFrameMillis, keyFrameDelaySteps)),
        rig);
  }

  /** Names of descriptions and weights, as poses name them, in the order of steps, once each. */
  public String model() {
    return rig.runs().stream()
        .map(run -> runs.models().sha256(run.model()))
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** How far back in data time the answer to a step reaches, microseconds. */
  public long reachMicros() {
    return runs.reachMicros(rig);
  }

  /**
   * One partition of {@code events}.
   *
   * @param number of the partition
   * @param shed steps that were given up, by camera
   * @param frames reads those that packets name; closed by whoever made it
   * @param lost told of frames that cannot be looked at, while their packet is answered
   * @param sink receives the answers, in the order of the packets
   */
  public Partition partition(
      int number,
      Map<String, List<ShedPolicy.Steps>> shed,
      RecordReader frames,
      Consumer<LostFrame> lost,
      Consumer<Pose2dMessage> sink) {
    return new Partition(number, shed, frames, lost, sink);
  }

  /** The cameras of one partition; see {@link #partition}. */
  public final class Partition {
    private final TaskCameras cameras;
    private final Map<String, List<ShedPolicy.Steps>> shed;
    private final Set<String> begun = new HashSet<>();

    private Partition(
        int number,
        Map<String, List<ShedPolicy.Steps>> shed,
        RecordReader frames,
        Consumer<LostFrame> lost,
        Consumer<Pose2dMessage> sink) {
      this.shed = shed;
      FrameFinder finder =
          new FrameFinder(
              frames,
              number,
              (where, offset, there, reason, message) ->
                  lost.accept(new LostFrame(where, offset, reason)));
      cameras =
          new TaskCameras(
              name -> name.equals(rig.rig()) ? Optional.of(rig) : Optional.empty(),
              runs,
              finder::of,
              sink::accept);
    }

    /**
     * Answers the next packet.
     *
     * @return the reason why camera-service sets it aside, or null when it does not
     */
    public @Nullable String accept(EventPacket packet) {
      TaskCameras.Refusal refusal = cameras.refusal(packet);
      if (refusal != null) {
        return refusal.reason();
      }
      CameraPipeline pipeline = cameras.pipeline(packet);
      if (begun.add(packet.camera())) {
        shed.getOrDefault(packet.camera(), List.of()).forEach(pipeline::shed);
      }
      pipeline.accept(packet);
      return null;
    }
  }

  /**
   * Reads a record as camera-service does.
   *
   * @throws MalformedMessageException with the reason why it is set aside
   */
  public static EventPacket decode(byte @Nullable [] value) throws MalformedMessageException {
    if (value == null) {
      throw new MalformedMessageException("empty", "a packet has bytes, this record has none");
    }
    return EventPackets.decode(value);
  }

  @Override
  public void close() {
    runs.models().close();
  }
}
