package evpose.nir;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.representation.CountScale;
import evpose.weights.ModelBundle;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * What the event-driven engine answers to made-up events, step by step, for whoever runs the graph
 * elsewhere and wants to know that it is the same network.
 *
 * <pre>
 *   /inputs              [steps][2][N][N]
 *   /potentials/NAME     [steps + 1][channels][size][size]   before the first step, then after each
 *   /outputs             [steps + 1][joints][N][N]
 * </pre>
 */
public final class Traces {
  /** Sides of potentials at the begin: some fire at once, some are far below. */
  private static final double LOWEST = -1;

  private static final double HIGHEST = 1.6;
  private static final double SHARE_OF_CELLS = 0.05;
  private static final int MOST_EVENTS = 4;

  private Traces() {}

  /**
   * Writes them.
   *
   * @param seed of events and initial potentials
   * @throws IOException naming the file that could not be written
   */
  public static void write(Path file, ModelBundle bundle, int steps, long seed) throws IOException {
    ModelDescription d = bundle.description();
    SplittableRandom random = new SplittableRandom(seed);
    SnnEngine snn = new SparseSnn(new SparseWeights(d, bundle.tensors()));
    SnnGraph graph = new SnnGraph(d);
    AnnOutput state = state(d, random);
    snn.initialise(state);
    int n = d.inputSize();
    float[][][][] inputs = new float[steps][2][n][n];
    float[][][][] outputs = new float[steps + 1][][][];
    float[][][][][] potentials = new float[ModelDescription.SPIKING_LAYERS][steps + 1][][][];
    note(snn, graph, 0, potentials, outputs, d);
    InputSpikes cells = new InputSpikes();
    for (int t = 0; t < steps; t++) {
      makeUp(random, CountScale.of(d.logSnnInput()), cells, inputs[t]);
      snn.step(cells);
      note(snn, graph, t + 1, potentials, outputs, d);
    }
    NirFile.whole(file, out -> put(out, graph, bundle, inputs, potentials, outputs));
  }

  private static AnnOutput state(ModelDescription d, SplittableRandom random) {
    AnnOutput state = new AnnOutput(d);
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      float[] potentials = state.potentials(k);
      for (int i = 0; i < potentials.length; i++) {
        potentials[i] = (float) random.nextDouble(LOWEST, HIGHEST);
      }
    }
    float[] heatmaps = state.heatmaps();
    for (int i = 0; i < heatmaps.length; i++) {
      heatmaps[i] = (float) random.nextDouble();
    }
    return state;
  }

  private static void makeUp(
      SplittableRandom random, CountScale scale, InputSpikes cells, float[][][] input) {
    cells.clear();
    int n = input[0].length;
    for (int cell = 0; cell < n * n; cell++) {
      for (int polarity = 0; polarity < 2; polarity++) {
        if (random.nextDouble() < SHARE_OF_CELLS) {
          float value = scale.of(1 + random.nextInt(MOST_EVENTS));
          cells.add(cell, polarity, value);
          input[polarity][cell / n][cell % n] = value;
        }
      }
    }
  }

  private static void note(
      SnnEngine snn,
      SnnGraph graph,
      int t,
      float[][][][][] potentials,
      float[][][][] outputs,
      ModelDescription d) {
    for (int k = 0; k < potentials.length; k++) {
      potentials[k][t] = planes(snn.potentials(k), graph.row(k).out(), graph.row(k).size());
    }
    outputs[t] = planes(snn.heatmaps(), d.joints(), d.inputSize());
  }

  private static float[][][] planes(float[] flat, int channels, int size) {
    float[][][] planes = new float[channels][size][size];
    int at = 0;
    for (float[][] plane : planes) {
      for (float[] line : plane) {
        System.arraycopy(flat, at, line, 0, size);
        at += size;
      }
    }
    return planes;
  }

  private static void put(
      WritableHdfFile file,
      SnnGraph graph,
      ModelBundle bundle,
      float[][][][] inputs,
      float[][][][][] potentials,
      float[][][][] outputs) {
    file.putDataset("model_sha256", bundle.sha256());
    file.putDataset("inputs", inputs);
    file.putDataset("outputs", outputs);
    WritableGroup group = file.putGroup("potentials");
    for (int k = 0; k < potentials.length; k++) {
      group.putDataset(graph.neurons().get(k), potentials[k]);
    }
  }
}
