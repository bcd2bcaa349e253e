package evpose.training;

import evpose.datasets.Take;
import evpose.events.CropBin;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.TrainableHybrid;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures a network on the validation windows: errors in sensor pixels, argmax with quadratic
 * sub-pixel, over all joints that lie inside the input; firing rates in evaluation mode, for each
 * layer and step, since a mean over steps hides layers that fall silent.
 */
final class Validation {
  private static final int BATCH = 8;
  private static final String[] LAYERS = {
    "static", "down1", "down2", "down3", "res1", "res2", "up1", "up2", "up3"
  };

  private final ModelDescription description;
  private final Sampler sampler;
  private final List<TakeLibrary.Window> windows;

  /**
   * What was measured.
   *
   * @param annPx error of the ANN against the last pose that its input has seen
   * @param heldPx for each truth of the window, error of the ANN's output held
   * @param hybridPx for each truth, error of the hybrid
   * @param rates [9][steps] spikes per neuron and step
   */
  record Result(double annPx, double[] heldPx, double[] hybridPx, double[][] rates) {
    double heldMeanPx() {
      return Arrays.stream(heldPx).average().orElse(Double.NaN);
    }

    double hybridMeanPx() {
      return Arrays.stream(hybridPx).average().orElse(Double.NaN);
    }

    /** Several lines for people. */
    String table() {
      StringBuilder text = new StringBuilder();
      text.append(row("held px", "%6.2f", heldPx)).append(row("hybrid px", "%6.2f", hybridPx));
      for (int k = 0; k < rates.length; k++) {
        text.append(row("rate " + LAYERS[k], "%6.3f", rates[k]));
      }
      return text.toString();
    }

    private static String row(String name, String format, double[] values) {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-12s", name));
      for (double value : values) {
        row.append(String.format(Locale.ROOT, format, value));
      }
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      return row + String.format(Locale.ROOT, "   mean %.3f%n", mean);
    }
  }

  /** A mean in the making. */
  private static final class Mean {
    private double sum;
    private long count;

    void add(double value) {
      sum += value;
      count++;
    }

    double value() {
      return sum / count;
    }
  }

  private final int steps;
  private final int parts;

  /**
   * @param steps of the network, in each window, that are measured
   */
  Validation(
      ModelDescription description, Sampler sampler, List<TakeLibrary.Window> windows, int steps) {
    this.description = description;
    this.sampler = sampler;
    this.windows = windows;
    this.steps = steps;
    parts = sampler.grid(windows.get(0).take()).parts();
  }

  int windows() {
    return windows.size();
  }

  Result measure(TrainableHybrid network) {
    Mean ann = new Mean();
    Mean[] held = means(steps / parts);
    Mean[] hybrid = means(steps / parts);
    double[][] rates = new double[ModelDescription.SPIKING_LAYERS][steps];
    for (int begin = 0; begin < windows.size(); begin += BATCH) {
      List<TakeLibrary.Window> batch =
          windows.subList(begin, Math.min(windows.size(), begin + BATCH));
      Samples samples = Samples.plain(batch, sampler, steps);
      double share = (double) batch.size() / windows.size();
      network.window(
          samples.annInputs(),
          samples.events(),
          batch.size(),
          new TrainableHybrid.WindowVisitor() {
            @Override
            public void keyFrame(float[] heatmaps) {
              addErrors(batch, sampler.annTargetOffset(), heatmaps, ann);
              for (int t = 0; t < held.length; t++) {
                addErrors(batch, t, heatmaps, held[t]);
              }
            }

            @Override
            public void step(int t, float[] heatmaps, double[] stepRates) {
              if ((t + 1) % parts == 0) {
                addErrors(batch, t / parts, heatmaps, hybrid[t / parts]);
              }
              for (int k = 0; k < stepRates.length; k++) {
                rates[k][t] += share * stepRates[k];
              }
            }
          });
    }
    return new Result(ann.value(), values(held), values(hybrid), rates);
  }

  /** Measures the ANN alone; the result has no hybrid errors and no rates. */
  Result measureAnn(TrainableHybrid network) {
    Mean ann = new Mean();
    Mean[] held = means(steps / parts);
    for (int begin = 0; begin < windows.size(); begin += BATCH) {
      List<TakeLibrary.Window> batch =
          windows.subList(begin, Math.min(windows.size(), begin + BATCH));
      Samples samples = Samples.plain(batch, sampler, 0);
      float[] heatmaps = network.ann(samples.annInputs(), batch.size());
      addErrors(batch, sampler.annTargetOffset(), heatmaps, ann);
      for (int t = 0; t < held.length; t++) {
        addErrors(batch, t, heatmaps, held[t]);
      }
    }
    return new Result(ann.value(), values(held), new double[0], new double[0][]);
  }

  private static Mean[] means(int count) {
    Mean[] means = new Mean[count];
    Arrays.setAll(means, i -> new Mean());
    return means;
  }

  private static double[] values(Mean[] means) {
    return Arrays.stream(means).mapToDouble(Mean::value).toArray();
  }

  /**
   * @param t step of the take, from the key frame
   */
  private void addErrors(List<TakeLibrary.Window> batch, int t, float[] heatmaps, Mean mean) {
    CropBin map = sampler.map();
    SampleMap plain = SampleMap.plain(map);
    double[] joints = new double[2 * Take.JOINTS];
    double[] peak = new double[2];
    int n = description.inputSize();
    for (int b = 0; b < batch.size(); b++) {
      TakeLibrary.Window w = batch.get(b);
      sampler.joints(w.take(), w.camera(), w.step() + t, plain, joints);
      for (int j = 0; j < Take.JOINTS; j++) {
        if (!Double.isNaN(joints[2 * j])) {
          Peak.find(heatmaps, (b * Take.JOINTS + j) * n * n, n, peak);
          mean.add(map.bin() * Math.hypot(peak[0] - joints[2 * j], peak[1] - joints[2 * j + 1]));
        }
      }
    }
  }
}
