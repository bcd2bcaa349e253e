package evpose.hybrid;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the ANN looks at when a key frame is due; the SNN always sees events. */
public enum AnnInput {
  /** The newest events before the key frame, a stacked histogram: a channel a bin and polarity. */
  EVENTS("events"),

  /**
   * The grey frame whose shutter closed at the key frame: one channel of levels in [0, 1].
   *
   * @see "Aydin et al. 2024, section 4.4 and Table 3; there RGB, three channels"
   */
  GREY("grey");

  private final String label;

  AnnInput(String label) {
    this.label = label;
  }

  /**
   * The input of a label.
   *
   * @throws IllegalArgumentException naming the labels there are
   */
  public static AnnInput of(String label) {
    return Arrays.stream(values())
        .filter(input -> input.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no such input of the ANN, choose "
                        + Arrays.stream(values())
                            .map(AnnInput::toString)
                            .collect(Collectors.joining(" or "))
                        + ": annInput="
                        + label));
  }

  /** The label, as files have it: events, grey. */
  @Override
  public String toString() {
    return label;
  }
}
