package evpose.hybrid.djl.bench;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import java.util.SplittableRandom;

/**
 * Potentials and inputs under which a given share of each layer fires: far above the threshold for
 * a random share of the neurons, far below it for the others, so that weights do not matter. The
 * same for the same seed.
 */
final class HeldSpikes {
  private static final int STATES = 3; // in turn, so that no branch is learnt by heart
  private static final float FAR = 100;

  private final AnnOutput[] states = new AnnOutput[STATES];
  private final InputSpikes input = new InputSpikes();
  private int next;

  HeldSpikes(ModelDescription description) {
    for (int s = 0; s < STATES; s++) {
      states[s] = new AnnOutput(description);
    }
  }

  /** Draws who fires. */
  void draw(ModelDescription description, SpikeLoad load, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (AnnOutput state : states) {
      for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
        float[] v = state.potentials(k);
        for (int i = 0; i < v.length; i++) {
          v[i] = random.nextDouble() < load.rates()[k] ? FAR : -FAR;
        }
      }
    }
    input.clear();
    int cells = description.inputSize() * description.inputSize();
    for (int cell = 0; cell < cells; cell++) {
      for (int polarity = 0; polarity < 2; polarity++) {
        if (random.nextDouble() < load.eventDensity()) {
          input.add(cell, polarity, 1 + random.nextInt(3));
        }
      }
    }
  }

  /** The potentials that the next step starts from. */
  AnnOutput state() {
    return states[next++ % STATES];
  }

  InputSpikes input() {
    return input;
  }
}
