package evpose.kernels;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.LayerWatch;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.Variant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The event-driven spiking network of one camera: the state, and the walk through its layers.
 *
 * <pre>
 *   events -> e0 -> e1 -> e2 -> e3 -> r1 -> (+ e3) r2
 *             |     |     |     '--------[r2, e3]-> d1
 *             |     |     '--------------[d1, e2]-> d2
 *             |     '--------------------[d2, e1]-> d3
 *             '--------------------------[d3, e0]-> head -> o = lambda · o + head
 * </pre>
 *
 * Potentials lie as [row][column][channel], already charged with what needs no spike ({@code keep ·
 * v + bias}); a step adds what spikes bring, fires, and charges again, in one pass over each layer.
 * Allocates nothing in a step once the busiest step has been seen. Not thread-safe; the weights are
 * shared.
 *
 * @see "Aydin et al. 2024, Table 6 and Eq. 6"
 */
public final class SparseSnn implements SnnEngine {
  /** Version of the arithmetic; both twins and all vector widths give the same bits. */
  static final String FINGERPRINT = "sparse-1";

  private static final int LAYERS = SparseWeights.SPIKING_LAYERS;

  private final SparseWeights weights;
  private final KernelChoice choice;
  private final LayerWatch watch;
  private final Scatter scatter;
  private final float[][] charged = new float[LAYERS][]; // from ORIGIN, [size][size][padded]
  private final SpikeList[] spikes = new SpikeList[LAYERS];
  private final float[] heatmaps; // [joints][N][N]
  private final float[] corrections; // scratch: the head's output in one row, [N][joints, padded]
  private final int[] headBlocks; // scratch
  private final long[] accumulates = new long[LAYERS]; // of the last step
  private long headAccumulates;

  /** Potentials and output start at zero. */
  public SparseSnn(SparseWeights weights) {
    this(weights, LayerWatch.NONE);
  }

  /**
   * Potentials and output start at zero.
   *
   * @param watch is told in each step how far it has come
   */
  public SparseSnn(SparseWeights weights, LayerWatch watch) {
    this(weights, KernelChoice.bySystemProperty(), watch);
  }

  SparseSnn(SparseWeights weights, KernelChoice choice) {
    this(weights, choice, LayerWatch.NONE);
  }

  private SparseSnn(SparseWeights weights, KernelChoice choice, LayerWatch watch) {
    this.weights = weights;
    this.choice = choice;
    this.watch = watch;
    int widest = 0;
    for (int k = 0; k < LAYERS; k++) {
      SparseConvolution layer = weights.convolutions.get(k);
      int side = layer.axis.outputs;
      charged[k] = new float[SparseConvolution.ORIGIN + side * side * layer.outPadded];
      spikes[k] = new SpikeList(side * side, layer.outPadded);
      widest = Math.max(widest, layer.in);
      chargeFromZero(k);
    }
    scatter = new Scatter(choice.kernels(), widest);
    SparseConvolution head = weights.head();
    heatmaps = new float[head.out * head.axis.outputs * head.axis.outputs];
    corrections = new float[head.axis.outputs * head.outPadded];
    headBlocks = new int[head.in];
  }

  private void chargeFromZero(int layer) {
    SparseConvolution convolution = weights.convolutions.get(layer);
    for (int at = SparseConvolution.ORIGIN;
        at < charged[layer].length;
        at += convolution.outPadded) {
      System.arraycopy(convolution.bias, 0, charged[layer], at, convolution.outPadded);
    }
  }

  @Override
  public void initialise(AnnOutput state) {
    Variant variant = weights.description.variant();
    for (int k = 0; k < LAYERS; k++) {
      if (variant.stateFromAnn()) {
        charge(k, state.potentials(k));
      } else {
        chargeFromZero(k);
      }
    }
    if (variant.outputFromAnn()) {
      System.arraycopy(state.heatmaps(), 0, heatmaps, 0, heatmaps.length);
    } else {
      Arrays.fill(heatmaps, 0);
    }
  }

  private void charge(int k, float[] from) {
    SparseConvolution layer = weights.convolutions.get(k);
    int cells = layer.axis.outputs * layer.axis.outputs;
    for (int c = 0; c < layer.out; c++) {
      float bias = layer.bias[c];
      for (int cell = 0; cell < cells; cell++) {
        charged[k][SparseConvolution.ORIGIN + cell * layer.outPadded + c] =
            from[c * cells + cell] * weights.keep + bias;
      }
    }
  }

  @Override
  public void step(InputSpikes input) {
    watch.begins();
    Arrays.fill(accumulates, 0);
    SparseConvolution first = weights.convolutions.get(0);
    for (int i = 0; i < input.size(); i++) {
      accumulates[0] +=
          scatter.convolve(first, input.cell(i), input.polarity(i), input.value(i), charged[0]);
    }
    fire(0);
    advance(1, spikes[0], null);
    advance(2, spikes[1], null);
    advance(3, spikes[2], null);
    advance(4, spikes[3], null);
    int residualChannels = weights.convolutions.get(5).outPadded;
    accumulates[5] += Scatter.addResidual(spikes[3], residualChannels, weights.gain, charged[5]);
    advance(5, spikes[4], null);
    advance(6, spikes[5], spikes[3]);
    advance(7, spikes[6], spikes[2]);
    advance(8, spikes[7], spikes[1]);
    integrate(spikes[8], spikes[0]);
    watch.ends(LAYERS);
  }

  private void advance(int layer, SpikeList from, @Nullable SpikeList skip) {
    SparseConvolution convolution = weights.convolutions.get(layer);
    int offset = weights.convolutions.get(layer - 1).out;
    accumulates[layer] += scatter.convolve(convolution, from, skip, offset, charged[layer]);
    fire(layer);
  }

  private void fire(int layer) {
    watch.charged(layer);
    SparseConvolution convolution = weights.convolutions.get(layer);
    choice
        .kernels()
        .fire(
            charged[layer],
            convolution.bias,
            convolution.outPadded,
            weights.keep,
            weights.threshold,
            spikes[layer]);
    watch.ends(layer);
  }

  /**
   * o = lambda · o + head, row by row: the corrections of a row lie cell by cell, the output lies
   * plane by plane, and a row of both fits the cache.
   */
  private void integrate(SpikeList d3, SpikeList e0) {
    SparseConvolution head = weights.head();
    int side = head.axis.outputs;
    headAccumulates = 0;
    for (int y = 0; y < side; y++) {
      headAccumulates += correct(d3, e0, y * side);
      for (int joint = 0; joint < head.out; joint++) {
        int at = (joint * side + y) * side;
        for (int x = 0; x < side; x++) {
          float kept = heatmaps[at + x] * weights.lambda;
          heatmaps[at + x] = kept + corrections[x * head.outPadded + joint];
        }
      }
    }
  }

  /** The head's output for one row of cells; returns the accumulates done. */
  private long correct(SpikeList d3, SpikeList e0, int firstCell) {
    SparseConvolution head = weights.head();
    int offset = weights.convolutions.get(LAYERS - 1).out;
    long fired = 0;
    startCorrections(head);
    for (int x = 0; x < head.axis.outputs; x++) {
      int cell = firstCell + x;
      int n = 0;
      for (int s = d3.begin[cell]; s < d3.begin[cell + 1]; s++) {
        headBlocks[n++] = SparseConvolution.ORIGIN + d3.channel[s] * head.outPadded;
      }
      for (int s = e0.begin[cell]; s < e0.begin[cell + 1]; s++) {
        headBlocks[n++] = SparseConvolution.ORIGIN + (offset + e0.channel[s]) * head.outPadded;
      }
      if (n > 0) {
        int at = x * head.outPadded;
        choice
            .kernels()
            .add(corrections, at, 0, head.weights[0], headBlocks, n, 0, 1, head.outPadded);
        fired += n;
      }
    }
    return fired * head.out;
  }

  private void startCorrections(SparseConvolution head) {
    if (!weights.description.variant().membraneHead()) {
      Arrays.fill(corrections, 0);
      return;
    }
    for (int at = 0; at < corrections.length; at += head.outPadded) {
      System.arraycopy(head.bias, 0, corrections, at, head.outPadded);
    }
  }

  @Override
  public float[] heatmaps() {
    return heatmaps;
  }

  @Override
  public long lastAccumulates() {
    long sum = 0;
    for (long layer : accumulates) {
      sum += layer;
    }
    return sum;
  }

  @Override
  public long lastAccumulates(int layer) {
    return accumulates[layer];
  }

  @Override
  public long lastHeadAccumulates() {
    return headAccumulates;
  }

  @Override
  public long lastNeuronUpdates() {
    long neurons = 0;
    for (int k = 0; k < LAYERS; k++) {
      SparseConvolution layer = weights.convolutions.get(k);
      neurons += (long) layer.axis.outputs * layer.axis.outputs * layer.out;
    }
    return neurons;
  }

  @Override
  public long lastSpikes(int layer) {
    return spikes[layer].size();
  }

  @Override
  public float[] potentials(int layer) {
    SparseConvolution convolution = weights.convolutions.get(layer);
    int cells = convolution.axis.outputs * convolution.axis.outputs;
    float[] potentials = new float[convolution.out * cells];
    for (int c = 0; c < convolution.out; c++) {
      for (int cell = 0; cell < cells; cell++) {
        float h = charged[layer][SparseConvolution.ORIGIN + cell * convolution.outPadded + c];
        potentials[c * cells + cell] = (h - convolution.bias[c]) / weights.keep;
      }
    }
    return potentials;
  }

  @Override
  public String fingerprint() {
    return FINGERPRINT;
  }

  /** Which twin runs, in words for a log line. */
  public String kernels() {
    return choice.why();
  }
}
