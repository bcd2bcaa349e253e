package evpose.kernels;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.LayerWatch;
import evpose.hybrid.Region;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.Variant;
import java.util.Arrays;
import java.util.Objects;
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
 *
 * <p>With a {@link Crew} each layer is cut into bands of rows, and each band belongs to one thread:
 * no sum is split, so the number of threads does not show in the result. Allocates nothing in a
 * step once the busiest step has been seen. Not thread-safe; the weights are shared.
 *
 * @see "Aydin et al. 2024, Table 6 and Eq. 6"
 */
public final class SparseSnn implements SnnEngine {
  /** Version of the arithmetic; both twins and all vector widths give the same bits. */
  static final String FINGERPRINT = "sparse-1";

  /** The same of weights that are whole numbers. */
  static final String WHOLE_FINGERPRINT = "sparse-1/int16";

  private static final int LAYERS = SparseWeights.SPIKING_LAYERS;

  private final SparseWeights weights;
  private final KernelChoice choice;
  private final LayerWatch watch;
  private final Crew crew;
  private final Band[] bands;
  private final int[] cuts; // [bands + 1] rows between the bands of the layer at hand
  private final float[][] charged = new float[LAYERS][]; // from ORIGIN, [size][size][padded]
  private final SpikeList[] spikes = new SpikeList[LAYERS];
  private final float[] heatmaps; // [joints][N][N]
  private final Region everywhere;

  /** What one thread needs for itself. */
  private final class Band {
    final Scatter scatter;
    final SpikeList[] fired = new SpikeList[LAYERS]; // by its rows; of the first band: by all
    final float[] corrections; // scratch: the head's output in one row, [N][joints, padded]
    final int[] headBlocks; // scratch
    final long[] accumulates = new long[LAYERS + 1]; // of the last step; the head is last

    Band(boolean first, int widest) {
      scatter = new Scatter(choice.kernels(), widest);
      SparseConvolution head = weights.head();
      corrections = new float[head.axis.outputs * head.outPadded];
      headBlocks = new int[head.in];
      for (int k = 0; k < LAYERS; k++) {
        SparseConvolution layer = weights.convolutions.get(k);
        int cells = layer.axis.outputs * layer.axis.outputs;
        fired[k] = first ? spikes[k] : new SpikeList(cells, layer.outPadded);
      }
    }
  }

  // the work at hand, for all bands
  private final Crew.Work layerWork = this::layerBand;
  private final Crew.Work headWork = this::headBand;
  private int layerAtHand;
  private @Nullable InputSpikes input;
  private Region headRegion;

  /** Potentials and output start at zero. */
  public SparseSnn(SparseWeights weights) {
    this(weights, Crew.ALONE, LayerWatch.NONE);
  }

  /**
   * Potentials and output start at zero.
   *
   * @param crew to share each step's work with; may be shared with other cameras
   * @param watch is told in each step how far it has come; with a crew, how far its own thread has
   */
  public SparseSnn(SparseWeights weights, Crew crew, LayerWatch watch) {
    this(weights, KernelChoice.bySystemProperty(), crew, watch);
  }

  SparseSnn(SparseWeights weights, KernelChoice choice) {
    this(weights, choice, Crew.ALONE, LayerWatch.NONE);
  }

  SparseSnn(SparseWeights weights, KernelChoice choice, Crew crew, LayerWatch watch) {
    this.weights = weights;
    this.choice = choice;
    this.watch = watch;
    this.crew = crew;
    int widest = 0;
    for (int k = 0; k < LAYERS; k++) {
      SparseConvolution layer = weights.convolutions.get(k);
      int side = layer.axis.outputs;
      charged[k] = new float[SparseConvolution.ORIGIN + side * side * layer.outPadded];
      spikes[k] = new SpikeList(side * side, layer.outPadded);
      widest = Math.max(widest, layer.in);
      chargeFromZero(k);
    }
    bands = new Band[crew.threads()];
    for (int i = 0; i < bands.length; i++) {
      bands[i] = new Band(i == 0, widest);
    }
    cuts = new int[bands.length + 1];
    SparseConvolution head = weights.head();
    heatmaps = new float[head.out * head.axis.outputs * head.axis.outputs];
    everywhere = Region.whole(head.axis.outputs);
    headRegion = everywhere;
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
      float unit = layer.unit[c];
      for (int cell = 0; cell < cells; cell++) {
        charged[k][SparseConvolution.ORIGIN + cell * layer.outPadded + c] =
            from[c * cells + cell] / unit * weights.keep + bias;
      }
    }
  }

  @Override
  public void step(InputSpikes input) {
    step(input, everywhere);
  }

  @Override
  public void step(InputSpikes input, Region head) {
    watch.begins();
    this.input = input;
    headRegion = head;
    for (layerAtHand = 0; layerAtHand < LAYERS; layerAtHand++) {
      cut(layerAtHand);
      crew.run(bands.length, layerWork);
      join(layerAtHand);
      watch.ends(layerAtHand);
    }
    cutEvenly(weights.head().axis.outputs);
    crew.run(bands.length, headWork);
    watch.ends(LAYERS);
    this.input = null;
  }

  @Override
  public void keepOutputOf(SnnEngine before, float share) {
    float[] its = before.heatmaps();
    for (int i = 0; i < heatmaps.length; i++) {
      heatmaps[i] += share * (its[i] - heatmaps[i]);
    }
  }

  /** Rows such that each band has its share of the spikes that come in. */
  private void cut(int layer) {
    AxisTaps axis = weights.convolutions.get(layer).axis;
    if (layer == 0 || bands.length == 1) {
      cutEvenly(axis.outputs);
      return;
    }
    SpikeList from = spikes[layer - 1];
    SpikeList skip = skipOf(layer);
    long all = from.size() + (skip == null ? 0 : skip.size());
    int y = 0;
    for (int i = 1; i < bands.length; i++) {
      long before = all * i / bands.length;
      while (y < axis.inputs - 1 && spikesAbove(y + 1, axis.inputs, from, skip) < before) {
        y++;
      }
      int middle = axis.first[y] + axis.count[y] / 2;
      cuts[i] = Math.max(cuts[i - 1], Math.min(axis.outputs, middle));
    }
    cuts[bands.length] = axis.outputs;
  }

  private static long spikesAbove(int row, int side, SpikeList from, @Nullable SpikeList skip) {
    return from.begin[row * side] + (skip == null ? 0 : skip.begin[row * side]);
  }

  private void cutEvenly(int rows) {
    for (int i = 0; i <= bands.length; i++) {
      cuts[i] = rows * i / bands.length;
    }
  }

  /** What a decoder's layer takes in beside the layer before: the encoder's of the same size. */
  private @Nullable SpikeList skipOf(int layer) {
    return layer < 6 ? null : spikes[9 - layer];
  }

  private void layerBand(int index) {
    Band band = bands[index];
    int k = layerAtHand;
    int from = cuts[index];
    int to = cuts[index + 1];
    SparseConvolution layer = weights.convolutions.get(k);
    int side = layer.axis.outputs;
    band.accumulates[k] =
        k == 0
            ? takeEvents(band, from, to)
            : band.scatter.convolve(
                layer,
                spikes[k - 1],
                skipOf(k),
                weights.convolutions.get(k - 1).out,
                charged[k],
                from,
                to);
    if (k == 5) {
      band.accumulates[k] +=
          Scatter.addResidual(
              spikes[3], layer.outPadded, weights.gain, charged[k], from * side, to * side);
    }
    if (index == 0) {
      watch.charged(k);
    }
    choice
        .kernels()
        .fire(
            charged[k],
            layer.bias,
            weights.threshold[k],
            layer.outPadded,
            weights.keep,
            from * side,
            to * side,
            band.fired[k]);
  }

  private long takeEvents(Band band, int from, int to) {
    SparseConvolution first = weights.convolutions.get(0);
    InputSpikes events = Objects.requireNonNull(input);
    long done = 0;
    for (int i = 0; i < events.size(); i++) {
      done +=
          band.scatter.convolve(
              first, events.cell(i), events.polarity(i), events.value(i), charged[0], from, to);
    }
    return done;
  }

  /** Lays the spikes of all bands one behind the other. */
  private void join(int layer) {
    int side = weights.convolutions.get(layer).axis.outputs;
    for (int i = 1; i < bands.length; i++) {
      spikes[layer].append(bands[i].fired[layer], cuts[i] * side, cuts[i + 1] * side);
    }
  }

  /**
   * o = lambda · o + head, row by row: the corrections of a row lie cell by cell, the output lies
   * plane by plane, and a row of both fits the cache.
   */
  private void headBand(int index) {
    Band band = bands[index];
    SparseConvolution head = weights.head();
    int side = head.axis.outputs;
    long done = 0;
    for (int y = cuts[index]; y < cuts[index + 1]; y++) {
      done += correct(band, y);
      for (int joint = 0; joint < head.out; joint++) {
        int at = (joint * side + y) * side;
        for (int x = 0; x < side; x++) {
          float kept = heatmaps[at + x] * weights.lambda;
          heatmaps[at + x] = kept + band.corrections[x * head.outPadded + joint];
        }
      }
    }
    band.accumulates[LAYERS] = done;
  }

  /** The head's output for one row of cells; returns the accumulates done. */
  private long correct(Band band, int y) {
    SparseConvolution head = weights.head();
    SpikeList d3 = spikes[LAYERS - 1];
    SpikeList e0 = spikes[0];
    int offset = weights.convolutions.get(LAYERS - 1).out;
    int[] blocks = band.headBlocks;
    long fired = 0;
    startCorrections(band.corrections);
    boolean looks = y >= headRegion.y() && y < headRegion.y() + headRegion.height();
    int end = looks ? headRegion.x() + headRegion.width() : 0;
    for (int x = headRegion.x(); x < end; x++) {
      int cell = y * head.axis.outputs + x;
      int n = 0;
      for (int s = d3.begin[cell]; s < d3.begin[cell + 1]; s++) {
        blocks[n++] = SparseConvolution.ORIGIN + d3.channel[s] * head.outPadded;
      }
      for (int s = e0.begin[cell]; s < e0.begin[cell + 1]; s++) {
        blocks[n++] = SparseConvolution.ORIGIN + (offset + e0.channel[s]) * head.outPadded;
      }
      if (n > 0) {
        int at = x * head.outPadded;
        choice
            .kernels()
            .add(band.corrections, at, 0, head.weights[0], blocks, n, 0, 1, head.outPadded);
        fired += n;
      }
    }
    return fired * head.out;
  }

  private void startCorrections(float[] corrections) {
    SparseConvolution head = weights.head();
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
    for (int layer = 0; layer < LAYERS; layer++) {
      sum += lastAccumulates(layer);
    }
    return sum;
  }

  @Override
  public long lastAccumulates(int layer) {
    long sum = 0;
    for (Band band : bands) {
      sum += band.accumulates[layer];
    }
    return sum;
  }

  @Override
  public long lastHeadAccumulates() {
    return lastAccumulates(LAYERS);
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
        float v = (h - convolution.bias[c]) / weights.keep;
        potentials[c * cells + cell] = v * convolution.unit[c];
      }
    }
    return potentials;
  }

  @Override
  public String fingerprint() {
    return weights.form == WeightForm.INT16 ? WHOLE_FINGERPRINT : FINGERPRINT;
  }

  /** Which twin runs, in words for a log line. */
  public String kernels() {
    return choice.why();
  }
}
