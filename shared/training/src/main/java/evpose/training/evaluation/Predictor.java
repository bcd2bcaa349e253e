package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import java.util.List;

/**
 * A named way to get heatmaps at each step of a window that has a truth, which are the take's: a
 * network of shorter steps answers more often than it is asked. Threads share one; each opens a
 * run.
 */
interface Predictor extends AutoCloseable {
  /** Its key in the report, such as ANN-100. */
  String name();

  /** One sentence for people. */
  String what();

  ModelDescription description();

  /** What one run of its dense network costs, layer by layer. */
  default List<Layer> dense() {
    return Layers.ann(description());
  }

  /** Name of the weights. */
  String sha256();

  /** For one thread. */
  Run open();

  /** Frees what the runs share. */
  @Override
  void close();

  /** A predictor at work. Not thread-safe. */
  interface Run {
    /**
     * One window of one camera.
     *
     * @param firstStep of the window, a step of the take
     * @param sink is told of every step of the take in the window, in order
     * @param work what was done is added to it
     */
    void window(Take take, int camera, int firstStep, StepSink sink, Work work);
  }

  /** Receives the answer to a step. */
  interface StepSink {
    /**
     * @param t step of the take, from the window's first; the truth is that of step firstStep + t
     * @param heatmaps [13][N][N] from {@code at} on; lent
     */
    void step(int t, float[] heatmaps, int at);
  }
}
