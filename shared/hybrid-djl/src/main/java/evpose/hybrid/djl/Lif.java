package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.ModelDescription;
import org.jspecify.annotations.Nullable;

/**
 * One layer of leaky integrate-and-fire neurons over the steps of a window.
 *
 * <pre>
 *   h = v + (x - v) / tau              charge (resting potential 0)
 *   z = 1 if h >= threshold            fire
 *   v = h - z · threshold              soft reset; the gradient flows through z here too
 *   dz/dh := 1 / (1 + (π(h - threshold))²)      in the backward pass
 * </pre>
 *
 * The surrogate is written straight through: z = H + (g - constant(g)) with g = atan(π(h -
 * threshold))/π, whose value is exactly H and whose derivative is that of g.
 *
 * <p>A soft layer fires ½ + g instead: a function whose true derivative is the surrogate, so that
 * gradients through a whole network can be held against finite differences, which a step function
 * does not have.
 *
 * @see "Aydin et al. 2024, Eq. 6; Fang et al. 2021 for the arctangent surrogate"
 */
final class Lif {
  private final NDArray inverseTau;
  private final NDArray threshold;
  private final NDArray pi;
  private final NDArray inversePi;
  private final NDArray half;
  private final boolean softly;
  private NDArray potentials;
  private @Nullable NDArray spikes;

  Lif(ModelDescription description, NDArray initial, boolean softly) {
    this.softly = softly;
    half = ArrayOps.scalar(initial, 0.5);
    inverseTau = ArrayOps.scalar(initial, 1 / description.tau());
    threshold = ArrayOps.scalar(initial, description.threshold());
    pi = ArrayOps.scalar(initial, Math.PI);
    inversePi = ArrayOps.scalar(initial, 1 / Math.PI);
    potentials = initial;
  }

  /**
   * @param x input current, same shape as the potentials
   * @return z, 0 or 1
   */
  NDArray step(NDArray x) {
    NDArray charged = potentials.add(x.sub(potentials).mul(inverseTau));
    return reset(charged, fire(charged.sub(threshold)));
  }

  /**
   * A step in which others decide who fires: a comparison with another implementation does not part
   * ways where a neuron comes close to its threshold.
   *
   * @param given z, same shape
   * @return z
   */
  NDArray step(NDArray x, NDArray given) {
    return reset(potentials.add(x.sub(potentials).mul(inverseTau)), given);
  }

  private NDArray reset(NDArray charged, NDArray fired) {
    potentials = charged.sub(fired.mul(threshold));
    spikes = fired;
    return fired;
  }

  private NDArray fire(NDArray excess) {
    if (softly) {
      return excess.mul(pi).atan().mul(inversePi).add(half);
    }
    NDArray hard = excess.gte(0).toType(DataType.FLOAT32, false);
    if (!JniUtils.isGradMode()) { // DJL cannot tell whether an inner array has a gradient
      return hard;
    }
    NDArray soft = excess.mul(pi).atan().mul(inversePi);
    return hard.add(soft.sub(soft.stopGradient()));
  }

  NDArray potentials() {
    return potentials;
  }

  NDArray spikes() {
    NDArray last = spikes;
    if (last == null) {
      throw new IllegalStateException("no step was made yet");
    }
    return last;
  }
}
