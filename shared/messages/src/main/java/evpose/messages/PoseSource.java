package evpose.messages;

import java.util.Set;

/** What produced a 2D pose: the words on the wire. */
public final class PoseSource {
  /** The ANN alone. */
  public static final String ANN = "ann";

  /** The spiking network. */
  public static final String SNN = "snn";

  /** The last pose, carried on. */
  public static final String HELD = "held";

  /** Nobody yet: no key frame has been possible. */
  public static final String NONE = "none";

  /** Nobody: these steps were given up so that the stream keeps up. */
  public static final String SHED = "shed";

  private static final Set<String> ALL = Set.of(ANN, SNN, HELD, NONE, SHED);

  private PoseSource() {}

  static void check(String source) {
    Checks.require(
        ALL.contains(source),
        () -> "source must be ann, snn, held, none or shed: source=" + source);
  }
}
