package evpose.hybrid;

import evpose.events.CameraFrame;
import evpose.events.CropBin;
import evpose.events.window.EventHistory;
import evpose.representation.GreyImage;
import evpose.representation.PlaneMap;
import evpose.representation.StackedHistogram;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The next key frame of one camera, in the making: the ANN runs on the side, its state is given to
 * a spiking network that nobody reads yet, and that network catches up with the steps that have
 * passed. Then it takes over.
 *
 * <pre>
 *   this thread   step k-1 | step k | ... | step k+d-1 | step k+d: take over
 *   on the side           '- ANN, set state ; step k ; ... ; step k+d-1 -'
 * </pre>
 *
 * Not thread-safe: one thread begins, feeds and takes over.
 */
final class KeyFrame {
  /** No key frame is in the making. */
  static final long NONE = Long.MIN_VALUE;

  private final ModelDescription description;
  private final AnnEngine ann;
  private final CropBin map;
  private final int minEvents;
  private final SideWork side;
  private final float[] annInput; // [2·bins][N][N]
  private final AnnOutput annOutput;
  private SnnEngine snn;
  private long step = NONE;
  private boolean enough;
  private @Nullable Long frame; // its sequence
  private OperationCounts keyFrame = OperationCounts.NONE;
  private OperationCounts catchingUp = OperationCounts.NONE; // written on the side

  /**
   * @param minEvents with fewer the ANN does not run
   * @param workers who does the work on the side
   */
  KeyFrame(
      ModelDescription description,
      AnnEngine ann,
      Supplier<SnnEngine> snns,
      CropBin map,
      int minEvents,
      Executor workers) {
    this.description = description;
    this.ann = ann;
    this.map = map;
    this.minEvents = minEvents;
    side = new SideWork(workers);
    annInput =
        new float[description.annChannels() * description.inputSize() * description.inputSize()];
    annOutput = new AnnOutput(description);
    snn = snns.get();
  }

  /**
   * Begins with the events before a step's begin.
   *
   * @param region that the ANN looks at
   */
  void begin(long step, EventHistory history, long stepBeginMicros, Region region) {
    side.await(); // for one that was forgotten
    this.step = step;
    catchingUp = OperationCounts.NONE;
    frame = null;
    int events = history.snapshot(stepBeginMicros);
    boolean runs = description.variant().usesAnn();
    enough = !runs || events >= minEvents;
    if (!enough) {
      return;
    }
    if (runs) {
      StackedHistogram.annInput(
          history, events, map, description.annBins(), description.logAnnInput(), annInput);
      run(region);
    }
    side.then(() -> snn.initialise(annOutput));
  }

  /**
   * Begins with a frame.
   *
   * @param picture of this camera's size
   */
  void begin(long step, CameraFrame picture) {
    side.await(); // for one that was forgotten
    this.step = step;
    catchingUp = OperationCounts.NONE;
    frame = picture.sequence();
    enough = true;
    if (description.variant().usesAnn()) {
      GreyImage.annInput(
          picture.pixels(),
          picture.width(),
          picture.height(),
          PlaneMap.of(map),
          map.bin(),
          annInput,
          0);
      run(Region.whole(description.inputSize()));
    }
    side.then(() -> snn.initialise(annOutput));
  }

  private void run(Region region) {
    keyFrame = Operations.keyFrame(description, region);
    side.then(() -> ann.run(annInput, region, annOutput));
  }

  /** Sequence of the frame that the last one begun looked at; null when it looked at events. */
  @Nullable Long frame() {
    return frame;
  }

  /** The step it was begun for, or {@link #NONE}. */
  long step() {
    return step;
  }

  /**
   * A step passes before it takes effect: it will catch up.
   *
   * @param input not to be changed before {@link #takeOver}
   * @param head that the SNN's head looks at
   */
  void passes(InputSpikes input, Region head) {
    if (enough) {
      side.then(() -> catchUp(input, head));
    }
  }

  private void catchUp(InputSpikes input, Region head) {
    snn.step(input, head);
    long headMacs = Operations.headMacs(description, head);
    catchingUp = catchingUp.plus(OperationCounts.ofStep(snn, headMacs));
  }

  /**
   * Ends the work, waiting if it must, and changes networks.
   *
   * @param served the network that was read so far; it will make the next key frame
   * @return the network to read from now on
   */
  SnnEngine takeOver(SnnEngine served) {
    side.await();
    SnnEngine fresh = snn;
    snn = served;
    step = NONE;
    return fresh;
  }

  /** Whether the key frame that took over had enough events to say anything. */
  boolean enough() {
    return enough;
  }

  /** What the key frame that took over has cost, catching up included. */
  OperationCounts cost() {
    if (!enough || !description.variant().usesAnn()) {
      return catchingUp;
    }
    return catchingUp.plus(keyFrame);
  }

  /** It will not take effect: the steps that it waited for were left out. */
  void forget() {
    step = NONE;
  }
}
