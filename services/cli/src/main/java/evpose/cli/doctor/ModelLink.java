package evpose.cli.doctor;

import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The network's weights. */
final class ModelLink {
  private static final String CURE =
      "take a copy that is whole, or use a shipped one: --model compact";

  private ModelLink() {}

  /**
   * @param model a shipped preset, or a trained model's {@code .json} or {@code .safetensors}
   * @return its sha256, when it can be used
   */
  static Optional<String> look(String model, Chart chart) {
    try {
      ModelBundle bundle = bundle(model);
      chart.ok(
          "model",
          model,
          bundle.description().preset()
              + ", "
              + bundle.tensors().names().size()
              + " tensors, sha256 "
              + bundle.sha256());
      return Optional.of(bundle.sha256());
    } catch (NoSuchFileException e) {
      chart.fail("model", model, "there is no such file: file=" + e.getFile(), CURE);
    } catch (IOException e) {
      chart.fail("model", model, "the weights cannot be read: " + e.getMessage(), CURE);
    } catch (IllegalArgumentException e) {
      chart.fail("model", model, String.valueOf(e.getMessage()), CURE);
    }
    return Optional.empty();
  }

  private static ModelBundle bundle(String model) throws IOException {
    if (model.endsWith(".json")) {
      return ModelBundle.load(
          Path.of(model.substring(0, model.length() - ".json".length()) + ".safetensors"));
    }
    return model.endsWith(".safetensors")
        ? ModelBundle.load(Path.of(model))
        : ModelBundle.shipped(model);
  }
}
