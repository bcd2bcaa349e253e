package evpose.training;

import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.weights.Tensors;

/**
 * Makes the spiking weights of one step work on another: a network of 10 ms steps, cut into steps
 * of 5 ms, sees half the spikes in each, and without this its neurons would hardly charge.
 *
 * <pre>
 *   x = gamma (c - mean) / sd + beta           current of a step, c what the convolution sums up
 *   c' = r c                                   r = new step / old step: so many of the spikes
 *   x' = g x                                   wanted, so that n = 1/r new steps charge a neuron
 *   g  = (1/tau) / (1 - (1 - 1/tau')^n)        as much as an old one did
 * </pre>
 *
 * <p>So mean' = r mean and var' = r var (of counts, which spread like their mean), gamma' = g gamma
 * / sqrt(r), beta' = g beta. A spike moves the output as it did. Only a start: neurons fire at most
 * once a step, and shorter steps let them fire more often.
 */
final class StepChange {
  private StepChange() {}

  /**
   * Changes weights in place; does nothing where the step is the same.
   *
   * @param from what the weights were trained for
   * @param to what they are to run as
   */
  static void apply(ModelDescription from, ModelDescription to, Tensors weights) {
    if (from.stepMicros() == to.stepMicros()) {
      return;
    }
    double r = (double) to.stepMicros() / from.stepMicros();
    double g = gain(from, to);
    for (Layer layer : Layers.snn(from)) {
      if (layer.normalised()) {
        scale(weights, layer.batchNorm() + ".weight", g / Math.sqrt(r));
        scale(weights, layer.batchNorm() + ".bias", g);
        scale(weights, layer.batchNorm() + ".running_mean", r);
        scale(weights, layer.batchNorm() + ".running_var", r);
      }
    }
  }

  /** What a current is multiplied by, so that a neuron is charged as much in the same time. */
  static double gain(ModelDescription from, ModelDescription to) {
    double n = (double) from.stepMicros() / to.stepMicros();
    return 1 / from.tau() / (1 - Math.pow(1 - 1 / to.tau(), n));
  }

  private static void scale(Tensors weights, String name, double factor) {
    if (weights.contains(name)) {
      float[] values = weights.get(name).data();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (factor * values[i]);
      }
    }
  }
}
