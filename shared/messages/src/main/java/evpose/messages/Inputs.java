package evpose.messages;

/**
 * What a pose was computed from, beside the log: equal inputs and equal logs give equal bytes.
 *
 * @param model SHA-256 of the weights, hexadecimal; "" when no network took part
 * @param calibration SHA-256 of the calibration's canonical JSON, hexadecimal; "" in 2D
 * @param policy when the ANN runs, {@code fixed-10+3}
 * @param engine versions and instruction-set class of the arithmetic
 */
public record Inputs(String model, String calibration, String policy, String engine) {}
