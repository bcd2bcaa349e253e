package evpose.hybrid;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a feature of the ANN becomes the potentials of a spiking layer: the forms that the paper
 * compares. All begin with a 1x1 convolution, normalised and leaky rectified; "none" is {@link
 * Variant#C}.
 *
 * @see "Aydin et al. 2024, Table 1"
 */
public enum StateInit {
  /** conv, norm, leaky rectifier, conv, norm, sigmoid: potentials in (0, 1). */
  SIGMOID("sigmoid", 2, true),

  /** conv, norm, leaky rectifier, conv, norm, leaky rectifier. */
  LEAKY("leaky", 2, true),

  /** conv, norm, leaky rectifier, conv, norm: the form that the paper chose. */
  NORM("norm", 2, true),

  /** conv, norm, leaky rectifier, conv: without the last normalisation. */
  PLAIN("plain", 2, false),

  /** conv, norm, leaky rectifier: one convolution. */
  SINGLE("single", 1, true);

  private final String label;
  private final int convolutions;
  private final boolean lastNormalised;

  StateInit(String label, int convolutions, boolean lastNormalised) {
    this.label = label;
    this.convolutions = convolutions;
    this.lastNormalised = lastNormalised;
  }

  /** Convolutions of a module, 1 or 2. */
  public int convolutions() {
    return convolutions;
  }

  /** Whether a normalisation follows the last convolution. */
  public boolean lastNormalised() {
    return lastNormalised;
  }

  /**
   * The form of a label.
   *
   * @throws IllegalArgumentException naming the labels there are
   */
  public static StateInit of(String label) {
    return Arrays.stream(values())
        .filter(form -> form.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no such form of the state initialisation, choose "
                        + Arrays.stream(values())
                            .map(StateInit::toString)
                            .collect(Collectors.joining(", "))
                        + "; none at all is the variant C: stateInit="
                        + label));
  }

  /** The label, as files have it: sigmoid, leaky, norm, plain, single. */
  @Override
  public String toString() {
    return label;
  }
}
