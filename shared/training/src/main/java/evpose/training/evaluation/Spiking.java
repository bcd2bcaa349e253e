package evpose.training.evaluation;

import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.hybrid.AnnEngine;
import evpose.hybrid.AnnInput;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.djl.DjlAnn;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.kernels.WeightForm;
import evpose.representation.StepHistogram;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.weights.ModelBundle;
import java.util.Arrays;

/**
 * A spiking network that a key frame sets at the first step of a window: on the engines that the
 * stream runs, one input at a time, so that the work counted is the work done.
 *
 * <p>With a delay of d steps the key frame takes effect d steps late: until then the network of the
 * window before goes on, then the new one takes over, having caught up d steps on the side.
 */
final class Spiking implements Predictor {
  private final String name;
  private final ModelBundle bundle;
  private final int delaySteps;
  private final int warmUpSteps;
  private final AnnEngine ann;
  private final SparseWeights weights;
  private final WeightForm form;

  /** A key frame sets the network at the first step of a window, or so many steps late. */
  static Spiking withKeyFrames(String name, ModelBundle bundle, int delaySteps) {
    return new Spiking(name, bundle, WeightForm.FLOAT32, delaySteps, 0);
  }

  /** The spiking network on 16-bit weights, set by key frames. */
  static Spiking onWholeNumbers(String name, ModelBundle bundle) {
    return new Spiking(name, bundle, WeightForm.INT16, 0, 0);
  }

  /**
   * A network without an ANN that has been running since long before the window, in place of one
   * that starts from zero with each.
   *
   * @param warmUpSteps that it runs before a window, from zero; not counted as work, since in a
   *     stream they are the steps of the windows before
   */
  static Spiking runningOn(String name, ModelBundle bundle, int warmUpSteps) {
    if (bundle.description().variant().usesAnn()) {
      throw new IllegalArgumentException(
          "a network with key frames starts anew at each: variant="
              + bundle.description().variant());
    }
    return new Spiking(name, bundle, WeightForm.FLOAT32, 0, warmUpSteps);
  }

  private Spiking(
      String name, ModelBundle bundle, WeightForm form, int delaySteps, int warmUpSteps) {
    ModelDescription d = bundle.description();
    if (delaySteps < 0 || delaySteps >= d.stepsPerWindow()) {
      throw new IllegalArgumentException(
          "a key frame takes effect inside its own window: delaySteps="
              + delaySteps
              + ", stepsPerWindow="
              + d.stepsPerWindow());
    }
    this.name = name;
    this.bundle = bundle;
    this.delaySteps = delaySteps;
    this.warmUpSteps = warmUpSteps;
    ann = d.variant().usesAnn() ? new DjlAnn(d, bundle.tensors()) : AnnEngine.none();
    weights = new SparseWeights(d, bundle.tensors(), form);
    this.form = form;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    if (!description().variant().usesAnn()) {
      return warmUpSteps == 0
          ? "the spiking network alone, from zero at the first step of a window"
          : "the same, running on through the windows";
    }
    if (form == WeightForm.INT16) {
      return "the same on 16-bit weights";
    }
    if (description().annInput() == AnnInput.GREY) {
      return "a key frame by the dense network on a grey frame once a window, the spiking network on"
          + " events at every step";
    }
    return delaySteps == 0
        ? "a key frame by the dense network once a window, the spiking network every "
            + description().stepMicros() / 1000.0
            + " ms"
        : "the same with key frames that take effect " + delaySteps + " steps late";
  }

  @Override
  public ModelDescription description() {
    return bundle.description();
  }

  @Override
  public String sha256() {
    return bundle.sha256();
  }

  @Override
  public Run open() {
    return new OneThread();
  }

  private final class OneThread implements Run {
    private final ModelDescription d = bundle.description();
    private final Sampler sampler = new Sampler(d, Sensors.DAVIS346);
    private final SampleMap map = SampleMap.plain(sampler.map());
    private final float[] input = new float[sampler.annLength()];
    private final AnnOutput state = new AnnOutput(d);
    private final SnnEngine current = new SparseSnn(weights);
    private final SnnEngine old = delaySteps > 0 ? new SparseSnn(weights) : current;
    private final StepHistogram histogram = new StepHistogram(sampler.map(), d.logSnnInput());
    private final StepHistogram.CellSink collect;
    private final InputSpikes cells = new InputSpikes();

    OneThread() {
      collect = cells::add;
    }

    @Override
    public void window(Take take, int camera, int firstStep, StepSink sink, Work work) {
      int steps = d.stepsPerWindow();
      TakeGrid grid = sampler.grid(take);
      int first = grid.first(firstStep);
      if (delaySteps > 0) {
        serveFromBefore(take, grid, camera, firstStep, sink, work);
      }
      keyFrame(take, camera, firstStep, current);
      work.annRuns += d.variant().usesAnn() ? 1 : 0;
      if (d.variant().stateFromAnn()) {
        work.stateInits++;
        work.potentials.add(state);
      }
      for (int step = Math.max(0, first - warmUpSteps); step < first; step++) {
        step(take, grid, camera, step, current);
      }
      for (int t = 0; t < steps; t++) {
        step(take, grid, camera, first + t, current);
        boolean catchesUp = t < delaySteps;
        work.spiked(current, catchesUp ? -1 : t, cells.size());
        if (!catchesUp) {
          answer(grid, t, current, sink);
        }
      }
      work.steps += steps;
    }

    /** The first steps of the window, by the network that the window before set. */
    private void serveFromBefore(
        Take take, TakeGrid grid, int camera, int firstStep, StepSink sink, Work work) {
      int first = grid.first(firstStep);
      int before = first - d.stepsPerWindow();
      keyFrame(take, camera, grid.takeStep(before), old); // counted in its own window
      for (int step = before; step < first; step++) {
        step(take, grid, camera, step, old);
      }
      for (int t = 0; t < delaySteps; t++) {
        step(take, grid, camera, first + t, old);
        work.spiked(old, t, cells.size());
        answer(grid, t, old, sink);
      }
    }

    private static void answer(TakeGrid grid, int t, SnnEngine snn, StepSink sink) {
      if (grid.hasTruth(t)) { // a window begins with a step of the take
        sink.step(grid.takeStep(t), snn.heatmaps(), 0);
      }
    }

    private void keyFrame(Take take, int camera, int step, SnnEngine snn) {
      if (d.variant().usesAnn()) {
        Arrays.fill(input, 0);
        sampler.annInput(take, camera, step, map, input, 0);
        ann.run(input, state);
      }
      snn.initialise(state);
    }

    private void step(Take take, TakeGrid grid, int camera, int step, SnnEngine snn) {
      int end = grid.offset(camera, step + 1);
      for (int i = grid.offset(camera, step); i < end; i++) {
        int event = take.event(camera, i);
        histogram.add(PackedEvent.x(event), PackedEvent.y(event), PackedEvent.polarity(event));
      }
      cells.clear();
      histogram.tell(collect);
      snn.step(cells);
    }
  }

  @Override
  public void close() {
    ann.close();
  }
}
