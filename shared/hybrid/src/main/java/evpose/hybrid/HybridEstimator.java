package evpose.hybrid;

import evpose.events.CropBin;
import evpose.events.SensorGeometry;
import evpose.events.StepGrid;
import evpose.events.window.EventHistory;
import evpose.events.window.StepEvents;
import evpose.pose.Joints2d;
import evpose.representation.StackedHistogram;
import evpose.representation.StepHistogram;

/**
 * The hybrid network of one camera: steps in, poses out.
 *
 * <pre>
 *   key frame at step k:  ANN(newest events before the step) -> potentials, o
 *   every step:           SNN(the step's events)             -> o = lambda · o + correction -> joints
 * </pre>
 *
 * A key frame with too few events gives no state, and there is no pose until the next one. A {@link
 * Variant} without an ANN starts from zero at its key frames, however few events there are. The
 * answer to step k is a function of the events in a bounded past: from {@link #reachesBackTo} on.
 * No clock, no randomness. Not thread-safe.
 *
 * @see "Aydin et al. 2024, section 3.3"
 */
public final class HybridEstimator {
  private final ModelDescription description;
  private final AnnEngine ann;
  private final SnnEngine snn;
  private final CropBin map;
  private final KeyFramePolicy policy;
  private final StepGrid grid;
  private final EventHistory history;
  private final int minEvents;
  private final StepHistogram stepHistogram;
  private final StepHistogram.CellSink collect;
  private final InputSpikes stepInput = new InputSpikes();
  private final float[] annInput; // [2·bins][N][N]
  private final AnnOutput annOutput;
  private final long keyFrameMacs;
  private final long headMacs;
  private long keyFrame = PoseEstimate.NO_KEY_FRAME;
  private boolean valid;

  /**
   * @param ann may be shared between cameras of one thread
   * @param snn this camera's own: it holds the state
   * @param map from this camera's sensor to the network's input
   */
  public HybridEstimator(
      ModelDescription description,
      AnnEngine ann,
      SnnEngine snn,
      CropBin map,
      KeyFramePolicy policy) {
    if (map.inputSize() != description.inputSize()) {
      throw new IllegalArgumentException(
          "the map must lead to the network's input: map="
              + map.inputSize()
              + ", network="
              + description.inputSize());
    }
    this.description = description;
    this.ann = ann;
    this.snn = snn;
    this.map = map;
    this.policy = policy;
    SensorGeometry sensor = new SensorGeometry(map.sensorWidth(), map.sensorHeight());
    grid = new StepGrid(description.stepMicros());
    history = new EventHistory(description.annEventsOn(sensor), description.annMaxAgeMicros());
    minEvents = description.annMinEventsOn(sensor);
    stepHistogram = new StepHistogram(map, description.logSnnInput());
    collect = stepInput::add;
    annInput =
        new float[description.annChannels() * description.inputSize() * description.inputSize()];
    annOutput = new AnnOutput(description);
    keyFrameMacs = Operations.keyFrameMacs(description);
    headMacs = Operations.headMacs(description);
  }

  /**
   * Takes the next closed step, in ascending order.
   *
   * <p>Steps may be left out (the sensor's clock leapt): a state whose successor key frame was
   * among them is not used any more.
   */
  public PoseEstimate accept(StepEvents step) {
    long macs = 0;
    if (policy.keyFrameAt(step.step())) {
      macs += keyFrame(step.step());
    } else if (policy.lastKeyFrame(step.step()) != keyFrame) {
      valid = false;
    }
    history.add(step);
    if (!valid) {
      return new PoseEstimate(
          step.step(),
          PoseEstimate.NONE,
          new Joints2d(),
          PoseEstimate.NO_KEY_FRAME,
          OperationCounts.NONE,
          snn.heatmaps());
    }
    stepInput.clear();
    stepHistogram.tell(step, collect);
    snn.step(stepInput);
    Joints2d joints = new Joints2d();
    HeatmapDecoder.decode(snn.heatmaps(), map, joints);
    OperationCounts operations =
        new OperationCounts(macs + headMacs, snn.lastAccumulates(), snn.lastNeuronUpdates());
    return new PoseEstimate(
        step.step(), PoseEstimate.SNN, joints, keyFrame, operations, snn.heatmaps());
  }

  /** Runs the ANN on what came before the step; says what it cost. */
  private long keyFrame(long step) {
    int events = history.snapshot(grid.beginMicros(step));
    keyFrame = step;
    if (!description.variant().usesAnn()) {
      valid = true;
      snn.initialise(annOutput);
      return 0;
    }
    valid = events >= minEvents;
    if (!valid) {
      return 0;
    }
    StackedHistogram.annInput(
        history, events, map, description.annBins(), description.logAnnInput(), annInput);
    ann.run(annInput, annOutput);
    snn.initialise(annOutput);
    return keyFrameMacs;
  }

  /** Data time of the oldest event that the answer to a step can depend on, microseconds. */
  public long reachesBackTo(long step) {
    return grid.beginMicros(policy.lastKeyFrame(step)) - description.annMaxAgeMicros();
  }

  /** Both engines' fingerprints: equal ones promise equal poses, bit for bit. */
  public String fingerprint() {
    return ann.fingerprint() + "+" + snn.fingerprint();
  }

  public KeyFramePolicy policy() {
    return policy;
  }
}
