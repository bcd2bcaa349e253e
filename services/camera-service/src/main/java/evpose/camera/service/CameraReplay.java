package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.window.ShedPolicy;
import evpose.kernels.WeightForm;
import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What camera-service answers to a log, computed again without Kafka and by the same classes: for
 * whoever wants to prove what the stream said. Not thread-safe.
 */
public final class CameraReplay implements AutoCloseable {
  private final CameraModel model;
  private final RigMessage rig;
  private final KeyFrames keyFrames;

  /**
   * @param model closed with this
   * @param rig whose packets are answered
   */
  CameraReplay(CameraModel model, RigMessage rig, KeyFrames keyFrames) {
    this.model = model;
    this.rig = rig;
    this.keyFrames = keyFrames;
  }

  /**
   * Loads the network.
   *
   * @param model a shipped preset, or the path of a trained model's {@code .json}
   * @param rig whose packets are answered
   * @param keyFrameMillis period of the ANN, when the rig names no policy of its own
   * @param keyFrameDelaySteps so many steps later an answer of the ANN counts
   * @param snnWeights as numbers, as they were
   * @throws IllegalArgumentException when there is no such model; says what to do
   */
  public static CameraReplay load(
      String model,
      RigMessage rig,
      int keyFrameMillis,
      int keyFrameDelaySteps,
      WeightForm snnWeights) {
    return new CameraReplay(
        CameraModel.load(model, new Engines(1, 1, snnWeights)),
        rig,
        new KeyFrames(keyFrameMillis, keyFrameDelaySteps));
  }

  /** Name of description and weights, as poses name it. */
  public String model() {
    return model.sha256();
  }

  /** How far back in data time the answer to a step reaches, microseconds. */
  public long reachMicros() {
    return BoundedPast.reachMicros(
        model.description().annMaxAgeMicros(),
        keyFrames.periodSteps(rig),
        keyFrames.delaySteps(rig),
        rig.stepMicros());
  }

  /**
   * One partition of {@code events}.
   *
   * @param shed steps that were given up, by camera
   * @param sink receives the answers, in the order of the packets
   */
  public Partition partition(
      Map<String, List<ShedPolicy.Steps>> shed, Consumer<Pose2dMessage> sink) {
    return new Partition(shed, sink);
  }

  /** The cameras of one partition; see {@link #partition}. */
  public final class Partition {
    private final TaskCameras cameras;
    private final Map<String, List<ShedPolicy.Steps>> shed;
    private final Set<String> begun = new HashSet<>();

    private Partition(Map<String, List<ShedPolicy.Steps>> shed, Consumer<Pose2dMessage> sink) {
      this.shed = shed;
      cameras =
          new TaskCameras(
              name -> name.equals(rig.rig()) ? Optional.of(rig) : Optional.empty(),
              model,
              keyFrames,
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
    model.close();
  }
}
