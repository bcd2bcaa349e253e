package evpose.hybrid;

import evpose.weights.Tensors;
import java.util.List;

/**
 * The spiking network written down as it is defined: dense, in double precision, one loop for each
 * index, nothing folded. Slow; every engine is held against it.
 *
 * @see "Aydin et al. 2024, Table 6, Eq. 6"
 */
public final class DenseReference {
  private static final double EPSILON = 1e-5;

  private final ModelDescription description;
  private final Tensors tensors;
  private final List<Layer> layers;
  private final double[][] potentials = new double[9][]; // [channels][size][size]
  private final double[][] spikes = new double[9][];
  private final double[] heatmaps;
  private double margin = Double.POSITIVE_INFINITY;

  public DenseReference(ModelDescription description, Tensors tensors) {
    this.description = description;
    this.tensors = tensors;
    layers = Layers.snn(description);
    for (int k = 0; k < 9; k++) {
      int size = description.stateSize(k);
      potentials[k] = new double[description.stateChannels(k) * size * size];
    }
    heatmaps = new double[description.joints() * description.inputSize() * description.inputSize()];
  }

  public void initialise(AnnOutput state) {
    boolean states = description.variant().stateFromAnn();
    boolean output = description.variant().outputFromAnn();
    for (int k = 0; k < 9; k++) {
      for (int i = 0; i < potentials[k].length; i++) {
        potentials[k][i] = states ? state.potentials(k)[i] : 0;
      }
    }
    for (int i = 0; i < heatmaps.length; i++) {
      heatmaps[i] = output ? state.heatmaps()[i] : 0;
    }
  }

  public void step(InputSpikes input) {
    step(input, Region.whole(description.inputSize()));
  }

  public void step(InputSpikes input, Region head) {
    int n = description.inputSize();
    double[] x = new double[2 * n * n];
    for (int i = 0; i < input.size(); i++) {
      x[input.polarity(i) * n * n + input.cell(i)] += input.value(i);
    }
    spikes[0] = fire(0, normalised(0, x, n, 1));
    spikes[1] = fire(1, normalised(1, spikes[0], n, 2));
    spikes[2] = fire(2, normalised(2, spikes[1], n / 2, 2));
    spikes[3] = fire(3, normalised(3, spikes[2], n / 4, 2));
    spikes[4] = fire(4, normalised(4, spikes[3], n / 8, 1));
    double[] residual = normalised(5, spikes[4], n / 8, 1);
    for (int i = 0; i < residual.length; i++) {
      residual[i] += spikes[3][i];
    }
    spikes[5] = fire(5, residual);
    spikes[6] = fire(6, decoded(6, spikes[5], spikes[3], n / 8));
    spikes[7] = fire(7, decoded(7, spikes[6], spikes[2], n / 4));
    spikes[8] = fire(8, decoded(8, spikes[7], spikes[1], n / 2));
    double[] last = seen(head, concatenated(spikes[8], spikes[0]), n);
    if (description.variant().membraneHead()) {
      double[] current = normalised(9, last, n, 1);
      for (int i = 0; i < heatmaps.length; i++) {
        heatmaps[i] += (current[i] - heatmaps[i]) / description.tau();
      }
      return;
    }
    double[] correction = convolved(layers.get(9), last, n, 1);
    for (int i = 0; i < heatmaps.length; i++) {
      heatmaps[i] = description.lambda() * heatmaps[i] + correction[i];
    }
  }

  /** Nothing arrives at a 1x1 head from where it does not look. */
  private static double[] seen(Region head, double[] x, int n) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / n % n - head.y();
      int column = i % n - head.x();
      boolean inside = row >= 0 && row < head.height() && column >= 0 && column < head.width();
      y[i] = inside ? x[i] : 0;
    }
    return y;
  }

  private double[] decoded(int k, double[] below, double[] skip, int size) {
    double[] both = concatenated(below, skip);
    return normalised(k, doubled(both, both.length / (size * size), size), 2 * size, 1);
  }

  private double[] fire(int k, double[] x) {
    double[] v = potentials[k];
    double[] z = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      double h = v[i] + (x[i] - v[i]) / description.tau();
      z[i] = h - description.threshold() >= 0 ? 1 : 0;
      v[i] = h - z[i] * description.threshold();
      margin = Math.min(margin, Math.abs(h - description.threshold()));
    }
    return z;
  }

  private double[] normalised(int k, double[] x, int size, int stride) {
    Layer layer = layers.get(k);
    double[] y = convolved(layer, x, size, stride);
    float[] scale = tensors.get(layer.batchNorm() + ".weight").data();
    float[] shift = tensors.get(layer.batchNorm() + ".bias").data();
    float[] mean = tensors.get(layer.batchNorm() + ".running_mean").data();
    float[] variance = tensors.get(layer.batchNorm() + ".running_var").data();
    int area = y.length / layer.out();
    for (int i = 0; i < y.length; i++) {
      int c = i / area;
      y[i] = (y[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON) * scale[c] + shift[c];
    }
    return y;
  }

  private double[] convolved(Layer layer, double[] x, int size, int stride) {
    float[] w = tensors.get(layer.name() + ".weight").data();
    int k = layer.kernel();
    int out = size / stride;
    double[] y = new double[layer.out() * out * out];
    for (int o = 0; o < layer.out(); o++) {
      for (int i = 0; i < layer.in(); i++) {
        for (int ky = 0; ky < k; ky++) {
          for (int kx = 0; kx < k; kx++) {
            double weight = w[((o * layer.in() + i) * k + ky) * k + kx];
            for (int oy = 0; oy < out; oy++) {
              int iy = oy * stride + ky - k / 2;
              if (iy < 0 || iy >= size) {
                continue;
              }
              for (int ox = 0; ox < out; ox++) {
                int ix = ox * stride + kx - k / 2;
                if (ix >= 0 && ix < size) {
                  y[(o * out + oy) * out + ox] += weight * x[(i * size + iy) * size + ix];
                }
              }
            }
          }
        }
      }
    }
    return y;
  }

  /** Bilinear doubling, half-pixel centres, edge repeated. */
  private static double[] doubled(double[] x, int channels, int size) {
    int n = 2 * size;
    double[] y = new double[channels * n * n];
    for (int c = 0; c < channels; c++) {
      for (int v = 0; v < n; v++) {
        int near = v / 2;
        int far = Math.min(Math.max(v % 2 == 0 ? near - 1 : near + 1, 0), size - 1);
        for (int u = 0; u < n; u++) {
          int left = u / 2;
          int right = Math.min(Math.max(u % 2 == 0 ? left - 1 : left + 1, 0), size - 1);
          int row = (c * size + near) * size;
          int other = (c * size + far) * size;
          y[(c * n + v) * n + u] =
              0.75 * (0.75 * x[row + left] + 0.25 * x[row + right])
                  + 0.25 * (0.75 * x[other + left] + 0.25 * x[other + right]);
        }
      }
    }
    return y;
  }

  private static double[] concatenated(double[] a, double[] b) {
    double[] both = new double[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  public double[] potentials(int layer) {
    return potentials[layer];
  }

  public double[] heatmaps() {
    return heatmaps;
  }

  public long lastSpikes(int layer) {
    long n = 0;
    for (double z : spikes[layer]) {
      n += z > 0 ? 1 : 0;
    }
    return n;
  }

  /** How close any neuron has come to its threshold without the question being clear. */
  public double margin() {
    return margin;
  }
}
