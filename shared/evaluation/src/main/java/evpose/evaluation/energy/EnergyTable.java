package evpose.evaluation.energy;

/**
 * What an operation is assumed to cost.
 *
 * @param name shown beside every number made with it
 * @param picojoulePerMac one multiply-accumulate
 * @param picojoulePerAc one accumulate
 */
public record EnergyTable(String name, double picojoulePerMac, double picojoulePerAc) {

  /**
   * 32-bit floating point at 7 nm: 1.69 pJ a multiply-accumulate, 0.38 pJ an accumulate.
   *
   * @see "Aydin et al. 2024, section 4.2, after Jouppi et al. 2021"
   */
  public static final EnergyTable FP32_7NM = new EnergyTable("fp32-7nm (Jouppi 2021)", 1.69, 0.38);

  /**
   * 32-bit floating point at 45 nm: 3.7 pJ a multiplication, 0.9 pJ an addition.
   *
   * @see "Horowitz 2014, Computing's energy problem (and what we can do about it)"
   */
  public static final EnergyTable FP32_45NM =
      new EnergyTable("fp32-45nm (Horowitz 2014)", 4.6, 0.9);

  private static final double JOULE_PER_PICOJOULE = 1e-12;
  private static final double MICROS_PER_SECOND = 1e6;

  public EnergyTable {
    if (!(picojoulePerMac >= 0 && picojoulePerAc >= 0)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "energies must not be negative: picojoulePerMac="
              + picojoulePerMac
              + ", picojoulePerAc="
              + picojoulePerAc);
    }
  }

  /**
   * A table by its name, or made of two numbers.
   *
   * @param text {@code fp32-7nm}, {@code fp32-45nm}, or picojoules a multiply-accumulate and an
   *     accumulate such as {@code 4.6:0.9}
   * @throws IllegalArgumentException saying what may be written
   */
  public static EnergyTable of(String text) {
    for (EnergyTable table : new EnergyTable[] {FP32_7NM, FP32_45NM}) {
      if (table.name.startsWith(text + " ")) {
        return table;
      }
    }
    String[] numbers = text.split(":", -1);
    try {
      if (numbers.length == 2) {
        return new EnergyTable(
            text + " pJ", Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(unknown(text), e);
    }
    throw new IllegalArgumentException(unknown(text));
  }

  private static String unknown(String text) {
    return "an energy table is fp32-7nm, fp32-45nm, or picojoules a multiply-accumulate and an"
        + " accumulate such as 4.6:0.9: table="
        + text;
  }

  /**
   * Estimated energy of these operations, joules. Memory traffic and neuron updates are not in it.
   */
  public double joules(double macs, double acs) {
    return (macs * picojoulePerMac + acs * picojoulePerAc) * JOULE_PER_PICOJOULE;
  }

  /**
   * Estimated power of operations done in an interval of data time, watts.
   *
   * @param dataMicros length of the interval, must be positive
   */
  public double watts(double macs, double acs, long dataMicros) {
    if (dataMicros <= 0) {
      throw new IllegalArgumentException("an interval must last: dataMicros=" + dataMicros);
    }
    return joules(macs, acs) * MICROS_PER_SECOND / dataMicros;
  }
}
