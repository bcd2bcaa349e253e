package evpose.hybrid.djl.bench;

import evpose.hybrid.ModelDescription;
import java.util.Arrays;
import java.util.Locale;

/**
 * How busy the network is held in a measurement.
 *
 * @param name for people
 * @param rates [9] share of each layer's neurons that fires in a step
 * @param eventDensity share of the first layer's inputs [2][N][N] that are not zero
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record SpikeLoad(String name, double[] rates, double eventDensity) {
  /** The hybrid's rates on DHP19's camera 2, as published. */
  private static final double[] PUBLISHED = {
    .0055, .0120, .0155, .0295, .0346, .0418, .0334, .0504, .0196
  };

  /**
   * 7 500 events in ten steps, each in a cell of its own: at most, rates of input are unpublished.
   */
  private static final double PUBLISHED_EVENTS = 750 / (2.0 * 256 * 256);

  public SpikeLoad {
    if (rates.length != ModelDescription.SPIKING_LAYERS) {
      throw new IllegalArgumentException(
          "each of the nine spiking layers has a rate: rates=" + rates.length);
    }
    for (double rate : rates) {
      requireShare(name, rate);
    }
    requireShare(name, eventDensity);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "a share lies in [0, 1]: share=" + share + ", load=" + name);
    }
  }

  /** All layers and the input alike. */
  public static SpikeLoad uniform(double density) {
    double[] rates = new double[ModelDescription.SPIKING_LAYERS];
    Arrays.fill(rates, density);
    String name = String.format(Locale.ROOT, "%.4f", 100 * density).replaceAll("\\.?0+$", "");
    return new SpikeLoad(name + " %", rates, density);
  }

  /**
   * Each layer at the rate published for it.
   *
   * @see "Aydin et al. 2024, camera 2, hybrid; model-spec 7.4"
   */
  public static SpikeLoad published() {
    return new SpikeLoad("published rates", PUBLISHED.clone(), PUBLISHED_EVENTS);
  }

  /** Mean over the layers, as the paper averages. */
  public double density() {
    return Arrays.stream(rates).average().orElse(0);
  }
}
