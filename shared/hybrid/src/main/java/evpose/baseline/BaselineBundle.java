package evpose.baseline;

import evpose.weights.MalformedWeightsException;
import evpose.weights.ModelBundle;
import evpose.weights.Safetensors;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A baseline ready to run. On disk two files side by side, {@code calabrese.json} and {@code
 * calabrese.safetensors}.
 *
 * @param sha256 of the description's bytes followed by the weights' bytes
 */
public record BaselineBundle(BaselineDescription description, Tensors tensors, String sha256) {
  private static final String FORMAT = "evpose-baseline-1";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The description file. */
  private record Card(String format, BaselineDescription network) {}

  /** Makes a bundle of weights that are in memory; its hash is that of the files it would make. */
  public static BaselineBundle of(BaselineDescription description, Tensors tensors) {
    return new BaselineBundle(
        description, tensors, sha256(card(description), Safetensors.format(tensors)));
  }

  /** Writes both files. */
  public void save(Path weights) throws IOException {
    Files.write(ModelBundle.descriptionBeside(weights), card(description));
    Safetensors.write(weights, tensors);
  }

  /**
   * Loads a bundle from disk.
   *
   * @param weights the {@code .safetensors} file, its description beside it
   * @throws MalformedWeightsException when either file is broken, or they do not fit each other
   */
  public static BaselineBundle load(Path weights) throws IOException {
    byte[] card = Files.readAllBytes(ModelBundle.descriptionBeside(weights));
    byte[] numbers = Files.readAllBytes(weights);
    String source = String.valueOf(weights.getFileName());
    Tensors tensors = Safetensors.parse(numbers, source);
    try {
      Card read = JSON.readValue(card, Card.class);
      if (!read.format.equals(FORMAT)) {
        throw new IllegalArgumentException("another format: format=" + read.format);
      }
      read.network.shapes().forEach(tensors::get);
      return new BaselineBundle(read.network, tensors, sha256(card, numbers));
    } catch (JacksonException | IllegalArgumentException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new MalformedWeightsException(source + ": " + first, e);
    }
  }

  private static byte[] card(BaselineDescription description) {
    return JSON.writeValueAsBytes(new Card(FORMAT, description));
  }

  private static String sha256(byte[] card, byte[] weights) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(card);
      digest.update(weights);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
