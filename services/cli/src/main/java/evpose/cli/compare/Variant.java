package evpose.cli.compare;

import evpose.kernels.WeightForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One of the two sides: a network and how it is run.
 *
 * @param text as it was asked for
 * @param model a shipped preset, or the path of a trained model's {@code .json}
 * @param camera settings of camera-service, by the short names that are allowed here
 * @param triangulation settings of triangulation-service, by their full names
 */
public record Variant(
    String text, String model, Map<String, String> camera, Map<String, String> triangulation) {
  private static final String PERIOD = "key-frame-millis";
  private static final String DELAY = "key-frame-delay-steps";
  private static final String WEIGHTS = "snn-weights";
  private static final Set<String> CAMERA = Set.of(PERIOD, DELAY, WEIGHTS);
  private static final String TRIANGULATION = "triangulation.";
  private static final int DEFAULT_PERIOD_MILLIS = 100;
  private static final int MAX_PERIOD_MILLIS = 2000;
  private static final int MAX_DELAY_STEPS = 100;

  public Variant {
    camera = Map.copyOf(camera);
    triangulation = Map.copyOf(triangulation);
  }

  /**
   * Reads {@code MODEL[,KEY=VALUE...]}, such as {@code
   * compact,key-frame-millis=200,triangulation.method=dlt}.
   *
   * @throws IllegalArgumentException naming the key and what it may be
   */
  public static Variant parse(String text) {
    String[] parts = text.split(",", -1);
    Map<String, String> camera = new LinkedHashMap<>();
    Map<String, String> triangulation = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String key = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      String value = equals < 0 ? "" : parts[i].substring(equals + 1);
      if (CAMERA.contains(key) && !value.isEmpty()) {
        camera.put(key, value);
      } else if (key.startsWith(TRIANGULATION) && !value.isEmpty()) {
        triangulation.put("evpose." + key, value);
      } else {
        throw new IllegalArgumentException(
            "a side is MODEL[,KEY=VALUE...] with the keys key-frame-millis, key-frame-delay-steps,"
                + " snn-weights and triangulation.KEY: "
                + text);
      }
    }
    Variant variant = new Variant(text, parts[0], camera, triangulation);
    variant.keyFrameMillis();
    variant.keyFrameDelaySteps();
    variant.snnWeights();
    return variant;
  }

  /** Whether the period of the ANN is this side's own and not the rig's. */
  boolean hasOwnPeriod() {
    return camera.containsKey(PERIOD);
  }

  int keyFrameMillis() {
    return number(PERIOD, DEFAULT_PERIOD_MILLIS, 1, MAX_PERIOD_MILLIS);
  }

  int keyFrameDelaySteps() {
    return number(DELAY, 0, 0, MAX_DELAY_STEPS);
  }

  WeightForm snnWeights() {
    return WeightForm.of(camera.getOrDefault(WEIGHTS, "float32"));
  }

  private int number(String key, int absent, int least, int most) {
    String text = camera.get(key);
    try {
      int value = text == null ? absent : Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(outside(key, least, most), e);
    }
    throw new IllegalArgumentException(outside(key, least, most));
  }

  private String outside(String key, int least, int most) {
    return key + " must be in [" + least + ", " + most + "]: " + text;
  }
}
