package evpose.simulation.chance;

/**
 * A stream of random numbers: SplitMix64, written out here because {@code
 * RandomGenerator.nextGaussian} and its like may change between Java versions and simulated
 * recordings may not. Not thread-safe.
 *
 * @see "Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators"
 */
public final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** The stream of one purpose; streams of one seed and different purposes are independent. */
  public static Dice of(long seed, String purpose) {
    return new Dice(mix(mix(seed + GOLDEN) + mix(purpose.hashCode() * GOLDEN)));
  }

  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform integer in [0, bound). */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** Standard normal (Box and Muller); two uniforms each. */
  public double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /** Normal around {@code mean}, held within {@code spans} standard deviations. */
  public double around(double mean, double deviation, double spans) {
    return mean + deviation * Math.max(-spans, Math.min(spans, gaussian()));
  }

  /** How many of the rare things happened that happen {@code mean} times on average. */
  public int poisson(double mean) {
    if (mean > 500) {
      return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian()));
    }
    double limit = StrictMath.exp(-mean);
    double product = uniform();
    int count = 0;
    while (product > limit) {
      product *= uniform();
      count++;
    }
    return count;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
