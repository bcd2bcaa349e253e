package evpose.weights;

import evpose.events.CropBin;
import evpose.events.SensorGeometry;
import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.StateInit;
import evpose.hybrid.Variant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The description file beside the weights. It also states how common sensors map to the input: a
 * network was trained on one map, so a file whose map is not the one that this version would use is
 * refused, not reinterpreted.
 */
final class DescriptionJson {
  static final String FORMAT = "evpose-model-1";
  private static final String MODEL = "model";
  private static final String VARIANT = "variant";
  private static final String ANN_INPUT = "annInput";
  private static final String STATE_INIT = "stateInit";

  private static final List<SensorGeometry> COMMON_SENSORS =
      List.of(
          new SensorGeometry(346, 260),
          new SensorGeometry(320, 240),
          new SensorGeometry(640, 480),
          new SensorGeometry(1280, 720));

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** How one sensor maps to the input, and how many events its ANN sees. */
  record Sensor(
      int width, int height, int cropX, int cropY, int bin, int annEvents, int annMinEvents) {
    static Sensor of(ModelDescription description, SensorGeometry geometry) {
      CropBin map = description.cropBin(geometry);
      return new Sensor(
          geometry.width(),
          geometry.height(),
          map.cropX(),
          map.cropY(),
          map.bin(),
          description.annEventsOn(geometry),
          description.annMinEventsOn(geometry));
    }
  }

  record File(String format, ModelDescription model, List<Sensor> sensors) {}

  private DescriptionJson() {}

  static byte[] format(ModelDescription description) {
    List<Sensor> sensors = new ArrayList<>();
    for (SensorGeometry geometry : COMMON_SENSORS) {
      sensors.add(Sensor.of(description, geometry));
    }
    JsonNode tree = JSON.valueToTree(new File(FORMAT, description, sensors));
    if (tree.path(MODEL) instanceof ObjectNode model) {
      if (description.annInput() == AnnInput.EVENTS) {
        model.remove(ANN_INPUT); // as files were before there was a choice, so that names stay
      }
      if (description.stateInit() == StateInit.NORM) {
        model.remove(STATE_INIT); // likewise
      }
    }
    String text = JSON.writeValueAsString(tree);
    return (text.replace(System.lineSeparator(), "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static ModelDescription parse(byte[] bytes, String source) throws MalformedWeightsException {
    File file;
    try {
      JsonNode tree = JSON.readTree(bytes);
      if (tree.path(MODEL) instanceof ObjectNode model) { // files of before there was a choice
        if (!model.has(VARIANT)) {
          model.put(VARIANT, Variant.D.toString());
        }
        if (!model.has(ANN_INPUT)) {
          model.put(ANN_INPUT, AnnInput.EVENTS.toString());
        }
        if (!model.has(STATE_INIT)) {
          model.put(STATE_INIT, StateInit.NORM.toString());
        }
      }
      file = JSON.treeToValue(tree, File.class);
    } catch (JacksonException e) {
      throw new MalformedWeightsException(
          source
              + ": the description does not fit: "
              + e.getOriginalMessage().lines().findFirst().get(),
          e);
    }
    if (!file.format().equals(FORMAT)) {
      throw new MalformedWeightsException(
          source
              + ": the description has another format: format="
              + file.format()
              + ", expected="
              + FORMAT);
    }
    for (Sensor stated : file.sensors()) {
      Sensor derived = Sensor.of(file.model(), new SensorGeometry(stated.width(), stated.height()));
      if (!stated.equals(derived)) {
        throw new MalformedWeightsException(
            source
                + ": the model was made for another map of this sensor: stated="
                + stated
                + ", this version="
                + derived);
      }
    }
    return file.model();
  }
}
