package evpose.weights;

import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A network ready to run: its description, its weights, and the name of both that no two bundles
 * share. On disk two files side by side, {@code compact.json} and {@code compact.safetensors}.
 *
 * @param sha256 of the description's bytes followed by the weights' bytes: {@code cat compact.json
 *     compact.safetensors | sha256sum}; where a shipped variant borrows its ANN, the lender's
 *     sha256 follows them
 */
public record ModelBundle(ModelDescription description, Tensors tensors, String sha256) {
  private static final String FOLDER = "/evpose/models/";
  private static final String WEIGHTS = ".safetensors";
  private static final String DESCRIPTION = ".json";

  /** Makes a bundle of weights that are in memory; its hash is that of the files it would make. */
  public static ModelBundle of(ModelDescription description, Tensors tensors) {
    ModelLayout.check(description, tensors);
    return new ModelBundle(
        description,
        tensors,
        sha256(DescriptionJson.format(description), Safetensors.format(tensors)));
  }

  /**
   * A model that ships with this jar, by its preset's name, or by {@code preset-variant}: such a
   * file may leave out the ANN, it is then the preset's own.
   *
   * @throws IllegalArgumentException when none of that name ships
   */
  public static ModelBundle shipped(String preset) throws IOException {
    byte[] description = resource(preset, DESCRIPTION);
    byte[] weights = resource(preset, WEIGHTS);
    String source = "model " + preset + " (shipped)";
    ModelDescription d = DescriptionJson.parse(description, source);
    Tensors tensors = Safetensors.parse(weights, source);
    if (d.variant().usesAnn() && !preset.equals(d.preset())) {
      ModelBundle lender = shipped(d.preset());
      boolean borrowed = false;
      for (ModelLayout.Entry entry : ModelLayout.of(Layers.ann(d))) {
        if (!tensors.contains(entry.name())) {
          tensors.put(entry.name(), lender.tensors().get(entry.name()));
          borrowed = true;
        }
      }
      if (borrowed) { // another ANN is another bundle
        byte[] ann = lender.sha256().getBytes(StandardCharsets.US_ASCII);
        return of(d, tensors, sha256(description, weights, ann), source);
      }
    }
    return of(d, tensors, sha256(description, weights), source);
  }

  /** Whether a model of that name ships with this jar. */
  public static boolean ships(String preset) {
    return ModelBundle.class.getResource(FOLDER + preset + WEIGHTS) != null;
  }

  /**
   * Loads a bundle from disk.
   *
   * @param weights the {@code .safetensors} file; the description lies beside it with the ending
   *     {@code .json}
   * @throws MalformedWeightsException when either file is broken, or they do not fit each other
   */
  public static ModelBundle load(Path weights) throws IOException {
    return parse(
        Files.readAllBytes(descriptionBeside(weights)),
        Files.readAllBytes(weights),
        weights.getFileName().toString());
  }

  /**
   * Reads a description alone, such as {@code compact.json}.
   *
   * @throws MalformedWeightsException when it is broken
   */
  public static ModelDescription description(Path json) throws IOException {
    return DescriptionJson.parse(Files.readAllBytes(json), String.valueOf(json.getFileName()));
  }

  /** Writes both files. */
  public void save(Path weights) throws IOException {
    Files.write(descriptionBeside(weights), DescriptionJson.format(description));
    Safetensors.write(weights, tensors);
  }

  private static ModelBundle parse(byte[] description, byte[] weights, String source)
      throws MalformedWeightsException {
    ModelDescription d = DescriptionJson.parse(description, source);
    Tensors tensors = Safetensors.parse(weights, source);
    return of(d, tensors, sha256(description, weights), source);
  }

  private static ModelBundle of(ModelDescription d, Tensors tensors, String sha256, String source)
      throws MalformedWeightsException {
    try {
      ModelLayout.check(d, tensors);
    } catch (IllegalArgumentException e) {
      throw new MalformedWeightsException(source + ": " + e.getMessage(), e);
    }
    return new ModelBundle(d, tensors, sha256);
  }

  private static byte[] resource(String preset, String ending) throws IOException {
    try (InputStream in = ModelBundle.class.getResourceAsStream(FOLDER + preset + ending)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no such model ships, train it or name a .safetensors file: preset=" + preset);
      }
      return in.readAllBytes();
    }
  }

  /** Where the description of a weights file lies. */
  public static Path descriptionBeside(Path weights) {
    String name = weights.getFileName().toString();
    if (!name.endsWith(WEIGHTS)) {
      throw new IllegalArgumentException(
          "a weights file ends in .safetensors, its description lies beside it: file=" + weights);
    }
    String stem = name.substring(0, name.length() - WEIGHTS.length());
    return weights.resolveSibling(stem + DESCRIPTION);
  }

  private static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
