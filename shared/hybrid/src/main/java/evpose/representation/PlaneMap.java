package evpose.representation;

import evpose.events.CropBin;

/**
 * A map from the sensor to the network's input that may turn, scale and mirror.
 *
 * <pre>
 *   cell = [a b; c d] · pixel + [e f]       corner origin on both sides
 * </pre>
 */
public record PlaneMap(double a, double b, double c, double d, double e, double f, int inputSize) {
  /** The stream's own map. */
  public static PlaneMap of(CropBin map) {
    double s = 1.0 / map.bin();
    return new PlaneMap(s, 0, 0, s, -map.cropX() * s, -map.cropY() * s, map.inputSize());
  }
}
