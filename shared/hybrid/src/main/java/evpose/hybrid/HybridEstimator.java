package evpose.hybrid;

import evpose.events.CameraFrame;
import evpose.events.CropBin;
import evpose.events.FrameSource;
import evpose.events.SensorGeometry;
import evpose.events.StepGrid;
import evpose.events.window.EventHistory;
import evpose.events.window.StepEvents;
import evpose.pose.Joints2d;
import evpose.representation.StepHistogram;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hybrid network of one camera: steps in, poses out.
 *
 * <pre>
 *   key frame at step k:  ANN(newest events before the step) -> potentials, o     takes effect at k + d
 *   every step:           SNN(the step's events)             -> o = lambda · o + correction -> joints
 * </pre>
 *
 * The ANN is begun on the side as soon as the step before its key frame is closed: at d = 0, the
 * paper's mode, it has one step's time before somebody waits for it, and d steps more otherwise.
 * Until it takes effect the network goes on from the key frame before.
 *
 * <p>With a {@link Demand} there are more key frames between those that are due, where events or
 * doubt ask for them. They are decided when a step closes, by its events and by what the network
 * said of the steps before it.
 *
 * <p>An ANN that looks at frames has its key frames where frames are ({@link FrameWindows}); where
 * they stay away, the SNN goes on from the last for a while.
 *
 * <p>A policy may let the ANN and the SNN's head look only where something has moved lately ({@link
 * Activity}), and keep some of the output through a key frame on demand.
 *
 * <p>A key frame with too few events gives no state, and there is no pose until the next one. A
 * {@link Variant} without an ANN starts from zero at its key frames, however few events there are.
 * The answer to step k is a function of the events in a bounded past: from {@link #reachesBackTo}
 * on. No clock, no randomness, and no matter who works on the side. Not thread-safe.
 *
 * @see "Aydin et al. 2024, section 3.3"
 */
public final class HybridEstimator {
  private final ModelDescription description;
  private final CropBin map;
  private final KeyFramePolicy policy;
  private final StepGrid grid;
  private final EventHistory history;
  private final StepHistogram stepHistogram;
  private final StepHistogram.CellSink collect;
  private final InputSpikes[] passing; // inputs of the steps that a key frame has to catch up with
  private final InputSpikes alone = new InputSpikes(); // input of any other step
  private final KeyFrame upcoming;
  private final @Nullable DemandWatch watch;
  private final @Nullable Activity activity;
  private final @Nullable FrameWindows frames; // of an ANN that looks at them
  private final Region whole;
  private final String fingerprint;
  private InputSpikes stepInput = alone;
  private Region lookedAt; // by the head, in this step
  private SnnEngine snn;
  private long next = KeyFrame.NONE; // the step after the last one
  private long keyFrame = PoseEstimate.NO_KEY_FRAME; // that snn rests on
  private @Nullable Long frame; // sequence of the one that snn rests on
  private boolean valid;

  /**
   * Without frames.
   *
   * @throws IllegalArgumentException when the map does not fit, or the ANN looks at frames
   */
  public HybridEstimator(
      ModelDescription description,
      AnnEngine ann,
      Supplier<SnnEngine> snns,
      CropBin map,
      KeyFramePolicy policy,
      Executor workers) {
    this(eventsAlone(description), ann, snns, map, policy, workers, FrameSource.NONE);
  }

  /**
   * @param ann may be shared between cameras, by as many threads as there are workers
   * @param snns makes a spiking state of this camera's own, called twice: one is read while the
   *     other gets ready for the next key frame
   * @param map from this camera's sensor to the network's input
   * @param workers who runs the ANN; {@code Runnable::run} lets the caller of {@link #accept} do it
   * @param frames that steps name; asked only where the ANN looks at frames, by the caller of
   *     {@link #accept}
   * @throws IllegalArgumentException when the map does not fit, or the policy asks for regions or
   *     demands of an ANN that looks at frames
   */
  public HybridEstimator(
      ModelDescription description,
      AnnEngine ann,
      Supplier<SnnEngine> snns,
      CropBin map,
      KeyFramePolicy policy,
      Executor workers,
      FrameSource frames) {
    if (map.inputSize() != description.inputSize()) {
      throw new IllegalArgumentException(
          "the map must lead to the network's input: map="
              + map.inputSize()
              + ", network="
              + description.inputSize());
    }
    this.description = description;
    this.map = map;
    this.policy = policy;
    SensorGeometry sensor = new SensorGeometry(map.sensorWidth(), map.sensorHeight());
    grid = new StepGrid(description.stepMicros());
    history = new EventHistory(description.annEventsOn(sensor), description.annMaxAgeMicros());
    stepHistogram = new StepHistogram(map, description.logSnnInput());
    collect = (cell, polarity, value) -> stepInput.add(cell, polarity, value);
    passing = new InputSpikes[policy.delaySteps()];
    Arrays.setAll(passing, i -> new InputSpikes());
    snn = snns.get();
    Demand demand = policy.demand();
    int annEvents = description.annEventsOn(sensor);
    int annMinEvents = description.annMinEventsOn(sensor);
    watch = demand == null ? null : new DemandWatch(demand, annEvents, annMinEvents);
    long pastSteps = description.annMaxAgeMicros() / description.stepMicros();
    activity = policy.regionOnly() ? new Activity(map, pastSteps) : null;
    this.frames =
        description.looksAtFrames() ? new FrameWindows(frames, description, policy, map) : null;
    whole = Region.whole(description.inputSize());
    lookedAt = whole;
    upcoming = new KeyFrame(description, ann, snns, map, annMinEvents, workers);
    fingerprint = ann.fingerprint() + "+" + snn.fingerprint();
  }

  private static ModelDescription eventsAlone(ModelDescription description) {
    description.requireEventsAlone();
    return description;
  }

  /**
   * Takes the next closed step, in ascending order.
   *
   * <p>Steps may be left out (the sensor's clock leapt): a state whose successor key frame was
   * among them is not used any more.
   */
  public PoseEstimate accept(StepEvents events) {
    long step = events.step();
    if (step != next) {
      upcoming.forget();
      valid &= frames == null;
    }
    next = step + 1;
    if (frames == null && policy.keyFrameAt(step) && upcoming.step() != step) {
      beginKeyFrameAt(step);
    }
    OperationCounts keyFrameCost = takeEffectAt(step);
    if (activity != null) {
      activity.add(events);
      lookedAt = activity.region(next);
    }
    readInput(events);
    if (frames == null) {
      history.add(events);
    }
    if (watch != null) {
      watch.came(events.size());
    }
    if (frames != null) {
      CameraFrame picture = frames.after(events);
      if (picture != null) {
        upcoming.begin(next, picture);
      }
    } else if (policy.keyFrameAt(next) || demandedAt(next)) {
      beginKeyFrameAt(next);
    }
    if (!valid) {
      return nothing(step);
    }
    snn.step(stepInput, lookedAt);
    Joints2d joints = new Joints2d();
    HeatmapDecoder.decode(snn.heatmaps(), map, joints);
    if (watch != null) {
      watch.answered(joints, upcoming.step() == KeyFrame.NONE);
    }
    long headMacs = Operations.headMacs(description, lookedAt);
    OperationCounts operations = OperationCounts.ofStep(snn, headMacs);
    return new PoseEstimate(
        step, PoseEstimate.SNN, joints, keyFrame, operations.plus(keyFrameCost), snn.heatmaps());
  }

  private PoseEstimate nothing(long step) {
    return new PoseEstimate(
        step,
        PoseEstimate.NONE,
        new Joints2d(),
        PoseEstimate.NO_KEY_FRAME,
        OperationCounts.NONE,
        snn.heatmaps());
  }

  /** What was due is begun when the step before closes, or at last when steps were left out. */
  private void beginKeyFrameAt(long step) {
    Region region = activity == null ? whole : activity.region(step);
    upcoming.begin(step, history, grid.beginMicros(step), region);
    if (watch != null) {
      watch.begun();
    }
  }

  private boolean demandedAt(long step) {
    return watch != null
        && policy.mayDemandAt(step)
        && upcoming.step() == KeyFrame.NONE
        && watch.wants(valid);
  }

  /** Changes networks where a key frame takes effect; says what it cost. */
  private OperationCounts takeEffectAt(long step) {
    if (upcoming.step() != KeyFrame.NONE && step - upcoming.step() >= policy.delaySteps()) {
      keyFrame = upcoming.step();
      SnnEngine before = snn;
      snn = upcoming.takeOver(before);
      if (valid && upcoming.enough()) {
        keepOutputOf(before);
      }
      valid = upcoming.enough();
      frame = upcoming.frame();
      return upcoming.cost();
    }
    if (frames != null) {
      valid &= frames.holds(keyFrame, step);
    } else if (policy.keyFrameInEffect(step) > keyFrame) {
      valid = false; // steps were left out, and with them the key frame that was due
    }
    return OperationCounts.NONE;
  }

  /** Key frames that are due begin anew, so that answers reach back to them and no further. */
  private void keepOutputOf(SnnEngine before) {
    Demand demand = policy.demand();
    if (demand != null && demand.kept() > 0 && !policy.keyFrameAt(keyFrame)) {
      snn.keepOutputOf(before, (float) demand.kept());
    }
  }

  private void readInput(StepEvents events) {
    boolean waits = upcoming.step() != KeyFrame.NONE;
    stepInput = waits ? passing[(int) (events.step() - upcoming.step())] : alone;
    stepInput.clear();
    stepHistogram.tell(events, collect);
    if (waits) {
      upcoming.passes(stepInput, lookedAt);
    }
  }

  /** Data time of the oldest packet that the answer to a step can depend on, microseconds. */
  public long reachesBackTo(long step) {
    if (frames != null) { // the window of the oldest key frame that holds, and the step before it
      long hold = FrameWindows.holdSteps(description, policy);
      return grid.beginMicros(step - hold - policy.periodSteps());
    }
    return grid.beginMicros(policy.keyFrameInEffect(step)) - description.annMaxAgeMicros();
  }

  /** Sequence of the frame that the last answer rests on; null when it rests on events. */
  public @Nullable Long frameSequence() {
    return valid ? frame : null;
  }

  /** Both engines' fingerprints: equal ones promise equal poses, bit for bit. */
  public String fingerprint() {
    return fingerprint;
  }

  public KeyFramePolicy policy() {
    return policy;
  }
}
