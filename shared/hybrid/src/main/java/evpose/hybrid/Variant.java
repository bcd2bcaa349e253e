package evpose.hybrid;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the spiking network gets from the ANN at a key frame, and how its output is read: the
 * systems that the paper compares, as data. Named as in the paper.
 *
 * @see "Aydin et al. 2024, section 4.2 and Fig. 5; the heads are those of the supplementary code"
 */
public enum Variant {
  /** Pure SNN: no ANN, potentials and output start from zero; the output is a membrane. */
  A("A", false, false, true),

  /** State initialisation only, with the output of the paper's B: a membrane, from zero. */
  B_PAPER("B-paper", true, false, true),

  /** State initialisation only; the output accumulates as in D, from zero. */
  B_CLEAN("B-clean", true, false, false),

  /** Output initialisation only: potentials start from zero. */
  C("C", false, true, false),

  /** Both: the hybrid. */
  D("D", true, true, false);

  private final String label;
  private final boolean stateFromAnn;
  private final boolean outputFromAnn;
  private final boolean membraneHead;

  Variant(String label, boolean stateFromAnn, boolean outputFromAnn, boolean membraneHead) {
    this.label = label;
    this.stateFromAnn = stateFromAnn;
    this.outputFromAnn = outputFromAnn;
    this.membraneHead = membraneHead;
  }

  /** Whether a key frame sets the potentials of the nine layers; else they start from zero. */
  public boolean stateFromAnn() {
    return stateFromAnn;
  }

  /** Whether a key frame sets the output; else it starts from zero. */
  public boolean outputFromAnn() {
    return outputFromAnn;
  }

  /** Whether there is an ANN at all. */
  public boolean usesAnn() {
    return stateFromAnn || outputFromAnn;
  }

  /**
   * How the head's convolution becomes the output. True: normalised, then the potential of a neuron
   * that never fires, {@code o = o + (x - o) / tau}. False: {@code o = lambda · o + x}.
   */
  public boolean membraneHead() {
    return membraneHead;
  }

  /**
   * The variant of a label.
   *
   * @throws IllegalArgumentException naming the labels there are
   */
  public static Variant of(String label) {
    return Arrays.stream(values())
        .filter(v -> v.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no such variant, choose "
                        + Arrays.stream(values())
                            .map(Variant::toString)
                            .collect(Collectors.joining(", "))
                        + ": variant="
                        + label));
  }

  /** The label, as files have it: A, B-paper, B-clean, C, D. */
  @Override
  public String toString() {
    return label;
  }
}
