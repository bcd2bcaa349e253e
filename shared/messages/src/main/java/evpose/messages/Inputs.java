package evpose.messages;

/**
 * What a pose was computed from, beside the log: equal inputs and equal logs give equal bytes.
 *
 * <p>In 3D, model, policy and engine are those of the views, each once, with commas between. Where
 * joints were not placed by the default triangulator, {@code ;triangulation=} and what placed them
 * follow the model: {@code rays}, {@code dlt}, or the SHA-256 of the network; in the latter case
 * its engine follows the engine alike.
 *
 * @param model SHA-256 of the weights, hexadecimal; "" when no network took part
 * @param calibration SHA-256 of the calibration's canonical JSON, hexadecimal; "" in 2D
 * @param policy when the ANN runs, {@code fixed-10+3}
 * @param engine versions and instruction-set class of the arithmetic
 */
public record Inputs(String model, String calibration, String policy, String engine) {
  private static final String TRIANGULATION = ";triangulation=";

  /**
   * What the views name, and what placed the joints.
   *
   * @param what named so; empty for the default triangulator
   */
  public static String triangulatedBy(String views, String what) {
    return what.isEmpty() ? views : views + TRIANGULATION + what;
  }

  /** What placed the joints, a method or a network's SHA-256; empty for the default. */
  public String triangulator() {
    return after(model);
  }

  /** The engine of the network that placed the joints; empty when none did. */
  public String triangulatorEngine() {
    return after(engine);
  }

  private static String after(String text) {
    int at = text.indexOf(TRIANGULATION);
    return at < 0 ? "" : text.substring(at + TRIANGULATION.length());
  }
}
