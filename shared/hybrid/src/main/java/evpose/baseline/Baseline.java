package evpose.baseline;

import evpose.representation.ToreVolume;
import java.util.Arrays;
import java.util.List;

/** A published network for pose from events that the hybrid is held against. */
public enum Baseline {
  /**
   * Frames of constant count, one channel; seventeen convolutions that nothing normalises.
   *
   * @see "Calabrese et al. 2019, DHP19, section 4"
   */
  CALABRESE("Calabrese", 1, 16, 2, false),
  /**
   * TORE volumes, ten channels; the same network of twice the width with one convolution less
   * behind the last enlargement, and batch normalisation. Its head is 3x3: with it the paper's
   * operations come out.
   *
   * @see "Baldwin et al. 2022, TORE volumes, section 6; model-spec 7.2"
   */
  BALDWIN("Baldwin", 2 * ToreVolume.DEPTH, 32, 1, true);

  private final String title;
  private final int channels;
  private final int width;
  private final int lastConvolutions;
  private final boolean normalised;

  Baseline(String title, int channels, int width, int lastConvolutions, boolean normalised) {
    this.title = title;
    this.channels = channels;
    this.width = width;
    this.lastConvolutions = lastConvolutions;
    this.normalised = normalised;
  }

  /** Its name in a report. */
  public String title() {
    return title;
  }

  /** Channels of its input. */
  public int channels() {
    return channels;
  }

  /** Channels of its first layer, as published. */
  public int width() {
    return width;
  }

  /** Convolutions between the last enlargement and the head. */
  int lastConvolutions() {
    return lastConvolutions;
  }

  /** Whether batch normalisation stands behind each convolution but the head. */
  boolean normalised() {
    return normalised;
  }

  /** Whether its input is normalised by what training saw. */
  public boolean measuresInput() {
    return this == BALDWIN;
  }

  /**
   * A baseline by its name, in any case.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Baseline of(String name) {
    for (Baseline baseline : values()) {
      if (baseline.title.equalsIgnoreCase(name)) {
        return baseline;
      }
    }
    List<String> all = Arrays.stream(values()).map(Baseline::title).toList();
    throw new IllegalArgumentException(
        "there is no such baseline, choose one of " + all + ": baseline=" + name);
  }
}
