package evpose.training;

import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.events.CropBin;
import evpose.events.SensorGeometry;
import evpose.hybrid.AnnInput;
import evpose.hybrid.BusyTiles;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.pose.Joint;
import evpose.representation.CountScale;

/**
 * Cuts network inputs and targets out of takes, by the stream's own rules: the ANN at step k sees
 * the last events before the step's begin, the SNN in step k those of the step, the target of step
 * k is the pose at its begin, and the target of an ANN at step k is that of step k - 1, the last
 * that its events have seen. An ANN on frames sees at step k the frame whose shutter closed at its
 * begin, and its target is what that shows: the pose of step k.
 *
 * <p>Key frames and truths lie on the take's steps, what the SNN sees on the network's: see {@link
 * TakeGrid}.
 *
 * @see "Aydin et al. 2024, section 4.1 and supplementary code: label alignment"
 */
public final class Sampler {
  private static final Joint[] ORDER = Joint.values();

  /** A Gaussian is cut off this many sigmas from its peak, where it is 0.01. */
  private static final double TARGET_REACH = 3;

  private final ModelDescription description;
  private final CropBin map;
  private final int annEvents;
  private final int annMinEvents;

  public Sampler(ModelDescription description, SensorGeometry sensor) {
    this.description = description;
    this.map = description.cropBin(sensor);
    this.annEvents = description.annEventsOn(sensor);
    this.annMinEvents = description.annMinEventsOn(sensor);
  }

  /** The stream's own map. */
  public CropBin map() {
    return map;
  }

  /** Events in the ANN's input. */
  int annEvents() {
    return annEvents;
  }

  /** Numbers of the ANN's input. */
  public int annLength() {
    return description.annChannels() * cells();
  }

  int stepLength() {
    return 2 * cells();
  }

  int targetLength() {
    return description.joints() * cells();
  }

  private int cells() {
    return description.inputSize() * description.inputSize();
  }

  /** Of the sensor, under the input. */
  private long pixels() {
    return (long) cells() * map.bin() * map.bin();
  }

  /** From a key frame's step to the step whose pose is its ANN's target: -1 or 0. */
  int annTargetOffset() {
    return seesFrames() ? 0 : -1;
  }

  private boolean seesFrames() {
    return description.annInput() == AnnInput.GREY;
  }

  /**
   * Makes sure that the key frames of a take can be: where the ANN looks at frames, the take has
   * one at each window's begin.
   *
   * @throws IllegalArgumentException when it has not; says what to do
   */
  public void requireKeyFrames(Take take) {
    int every = take.frameEverySteps();
    int window = TakeGrid.truthsPerWindow(take.header().stepMicros(), description);
    if (seesFrames() && (every == 0 || window % every != 0)) {
      throw new IllegalArgumentException(
          "the network's ANN looks at grey frames, and the take has none where windows begin: make"
              + " it with frames (`evpose dataset generate --frames`; `train` makes its own so): subject="
              + take.header().subject()
              + ", movement="
              + take.header().movement()
              + ", frameEverySteps="
              + every
              + ", stepsPerWindow="
              + window);
    }
  }

  /** Whether a key frame at this step of the take has enough events for a pose, or its frame. */
  public boolean hasKeyFrame(Take take, int camera, int step) {
    if (seesFrames()) {
      return take.hasFrame(step);
    }
    return take.offset(camera, step) - firstEvent(take, camera, step) >= annMinEvents;
  }

  private int firstEvent(Take take, int camera, int step) {
    long ageSteps = description.annMaxAgeMicros() / take.header().stepMicros();
    int oldest = take.offset(camera, (int) Math.max(0, step - ageSteps));
    return Math.max(oldest, take.offset(camera, step) - annEvents);
  }

  /**
   * Adds what the ANN sees at a key frame to zeros: the stacked histogram, or the grey frame (which
   * events that are lost or come from nowhere do not change).
   *
   * @param step of the take, at whose begin the key frame is
   * @param out [..][2·bins or 1][N][N], written from {@code at} on
   */
  public void annInput(Take take, int camera, int step, SampleMap by, float[] out, int at) {
    if (seesFrames()) {
      Take.Header h = take.header();
      byte[] pixels = new byte[h.width() * h.height()];
      take.frame(camera, step, pixels);
      FrameInput.of(pixels, h.width(), h.height(), by, map.bin(), out, at);
      return;
    }
    int end = take.offset(camera, step);
    int first = firstEvent(take, camera, step);
    if (first == end) {
      return;
    }
    int s = stepOf(take, camera, step - 1, first);
    long begin = micros(take, camera, s, first);
    long last = micros(take, camera, stepOf(take, camera, step - 1, end - 1), end - 1);
    int bins = description.annBins();
    for (int i = first; i < end; i++) {
      while (take.offset(camera, s + 1) <= i) {
        s++;
      }
      int event = take.event(camera, i);
      int cell = by.cell(PackedEvent.x(event), PackedEvent.y(event));
      if (cell >= 0 && !by.disturbance().loses(i)) {
        long age = micros(take, camera, s, i) - begin;
        int bin = last == begin ? 0 : (int) Math.min(bins - 1, bins * age / (last - begin));
        out[at + (PackedEvent.polarity(event) * bins + bin) * cells() + cell]++;
      }
    }
    by.disturbance()
        .addTo(
            begin,
            (last - begin) * 1e-6,
            pixels(),
            cells(),
            (cell, polarity, share) ->
                out[at + (polarity * bins + (int) (bins * share)) * cells() + cell]++);
    scale(description.logAnnInput(), out, at, annLength());
  }

  /**
   * The part of the input that a policy of regions looks at: where something has moved in the past
   * that the ANN's events may be of, as in the stream.
   */
  Region region(Take take, int camera, int step, SampleMap by) {
    int n = description.inputSize();
    long past = description.annMaxAgeMicros() / take.header().stepMicros();
    int[] counts = new int[BusyTiles.COUNT];
    int end = take.offset(camera, step);
    for (int i = take.offset(camera, (int) Math.max(0, step - past)); i < end; i++) {
      int event = take.event(camera, i);
      int cell = by.cell(PackedEvent.x(event), PackedEvent.y(event));
      if (cell >= 0 && !by.disturbance().loses(i)) {
        counts[BusyTiles.of(cell % n, cell / n, n)]++;
      }
    }
    return BusyTiles.region(counts, n);
  }

  /** The step at or before {@code from} that an event lies in. */
  private static int stepOf(Take take, int camera, int from, int index) {
    int step = from;
    while (take.offset(camera, step) > index) {
      step--;
    }
    return step;
  }

  private static long micros(Take take, int camera, int step, int index) {
    long stepMicros = take.header().stepMicros();
    return step * stepMicros + PackedEvent.microsInStep(take.event(camera, index));
  }

  /** The take in the network's steps. */
  public TakeGrid grid(Take take) {
    return new TakeGrid(take, description);
  }

  /**
   * Adds the counts of one of the network's steps to zeros.
   *
   * @param step of the network, from the take's begin
   * @param out [..][2][N][N], written from {@code at} on
   */
  public void stepInput(Take take, int camera, int step, SampleMap by, float[] out, int at) {
    TakeGrid grid = grid(take);
    int end = grid.offset(camera, step + 1);
    for (int i = grid.offset(camera, step); i < end; i++) {
      int event = take.event(camera, i);
      int cell = by.cell(PackedEvent.x(event), PackedEvent.y(event));
      if (cell >= 0 && !by.disturbance().loses(i)) {
        out[at + PackedEvent.polarity(event) * cells() + cell]++;
      }
    }
    long stepMicros = grid.stepMicros();
    by.disturbance()
        .addTo(
            step * stepMicros,
            stepMicros * 1e-6,
            pixels(),
            cells(),
            (cell, polarity, share) -> out[at + polarity * cells() + cell]++);
    scale(description.logSnnInput(), out, at, stepLength());
  }

  private static void scale(boolean log, float[] counts, int at, int length) {
    CountScale scale = CountScale.of(log);
    for (int i = at; i < at + length; i++) {
      if (counts[i] > 0) {
        counts[i] = scale.of((int) counts[i]);
      }
    }
  }

  /**
   * Where the joints of a step are in the input.
   *
   * @param step of the take
   * @param out [13][2] cell coordinates, corner origin; NaN for a joint outside the input
   */
  public void joints(Take take, int camera, int step, SampleMap by, double[] out) {
    int n = description.inputSize();
    for (int j = 0; j < Take.JOINTS; j++) {
      int source = by.mirrored() ? ORDER[j].mirrored().ordinal() : j;
      double px = take.x(camera, step, source);
      double py = take.y(camera, step, source);
      double x = by.inputX(px, py);
      double y = by.inputY(px, py);
      boolean inside = x >= 0 && y >= 0 && x < n && y < n; // false for NaN
      out[2 * j] = inside ? x : Double.NaN;
      out[2 * j + 1] = inside ? y : Double.NaN;
    }
  }

  /**
   * Adds the target heatmaps to zeros: a Gaussian of height 1 at each joint, nothing for a joint
   * outside.
   *
   * @param joints [13][2] cell coordinates; the centre of cell c is c + 0.5
   * @param out [..][13][N][N], written from {@code at} on
   */
  void target(double[] joints, float[] out, int at) {
    int n = description.inputSize();
    double sigma = description.targetSigmaCells();
    double reach = TARGET_REACH * sigma;
    for (int j = 0; j < Take.JOINTS; j++) {
      double x = joints[2 * j] - 0.5;
      double y = joints[2 * j + 1] - 0.5;
      if (Double.isNaN(x)) {
        continue;
      }
      for (int row = (int) Math.max(0, Math.ceil(y - reach));
          row <= Math.min(n - 1, y + reach);
          row++) {
        for (int column = (int) Math.max(0, Math.ceil(x - reach));
            column <= Math.min(n - 1, x + reach);
            column++) {
          double distance2 = (column - x) * (column - x) + (row - y) * (row - y);
          out[at + (j * n + row) * n + column] = (float) Math.exp(-distance2 / (2 * sigma * sigma));
        }
      }
    }
  }
}
