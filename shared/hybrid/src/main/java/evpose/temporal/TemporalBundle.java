package evpose.temporal;

import evpose.camera.ProjectionCamera;
import evpose.weights.MalformedWeightsException;
import evpose.weights.Safetensors;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A temporal network ready to run. On disk two files side by side, {@code triangulation.json} and
 * {@code triangulation.safetensors}.
 *
 * @param cameras whose views it was trained on, in its order; it is of no use to others
 * @param hybridSha256 whose 2D estimates it was trained on
 * @param stepMicros between two frames
 * @param sha256 of the description's bytes followed by the weights' bytes
 */
public record TemporalBundle(
    TemporalDescription description,
    List<ProjectionCamera> cameras,
    String hybridSha256,
    int stepMicros,
    Tensors tensors,
    String sha256) {
  private static final String FORMAT = "evpose-temporal-1";
  private static final String FOLDER = "/evpose/models/";
  private static final String WEIGHTS = ".safetensors";
  private static final String DESCRIPTION = ".json";
  private static final int MATRIX = 12;

  /** How far numbers of one camera's matrix may lie from the trained one's, relative to it. */
  private static final double SAME = 1e-9;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The description file. */
  private record Card(
      String format,
      TemporalDescription network,
      List<Eye> cameras,
      String hybridSha256,
      int stepMicros) {}

  /** A camera: its matrix from the world (mm) to pixels, [3][4]. */
  private record Eye(String id, int width, int height, double[] worldToImage) {}

  /** Makes a bundle of weights that are in memory; its hash is that of the files it would make. */
  public static TemporalBundle of(
      TemporalDescription description,
      List<ProjectionCamera> cameras,
      String hybridSha256,
      int stepMicros,
      Tensors tensors) {
    byte[] card = card(description, cameras, hybridSha256, stepMicros);
    String sha = sha256(card, Safetensors.format(tensors));
    return new TemporalBundle(description, cameras, hybridSha256, stepMicros, tensors, sha);
  }

  /** Writes both files. */
  public void save(Path weights) throws IOException {
    Files.write(beside(weights), card(description, cameras, hybridSha256, stepMicros));
    Safetensors.write(weights, tensors);
  }

  /**
   * Loads a bundle from disk.
   *
   * @param weights the {@code .safetensors} file, its description beside it
   * @throws MalformedWeightsException when either file is broken, or they do not fit each other
   */
  public static TemporalBundle load(Path weights) throws IOException {
    return parse(
        Files.readAllBytes(beside(weights)),
        Files.readAllBytes(weights),
        String.valueOf(weights.getFileName()));
  }

  /**
   * The network that ships for a preset of the hybrid, such as {@code compact}.
   *
   * @throws IllegalArgumentException when none ships
   */
  public static TemporalBundle shipped(String preset) throws IOException {
    String name = name(preset);
    return parse(resource(name + DESCRIPTION), resource(name + WEIGHTS), name + " (shipped)");
  }

  /** Whether a network ships for a preset. */
  public static boolean ships(String preset) {
    return TemporalBundle.class.getResource(FOLDER + name(preset) + WEIGHTS) != null;
  }

  private static String name(String preset) {
    return "triangulation-" + preset;
  }

  private static byte[] resource(String file) throws IOException {
    try (InputStream in = TemporalBundle.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no such network ships, train it: file=" + file);
      }
      return in.readAllBytes();
    }
  }

  private static TemporalBundle parse(byte[] card, byte[] weights, String source)
      throws MalformedWeightsException {
    Tensors tensors = Safetensors.parse(weights, source);
    try {
      Card read = JSON.readValue(card, Card.class);
      if (!read.format.equals(FORMAT)) {
        throw new IllegalArgumentException("another format: format=" + read.format);
      }
      read.network.shapes().forEach(tensors::get);
      List<ProjectionCamera> cameras = new ArrayList<>();
      for (Eye eye : read.cameras) {
        cameras.add(new ProjectionCamera(eye.id, eye.width, eye.height, eye.worldToImage));
      }
      requireFit(read.network, cameras);
      return new TemporalBundle(
          read.network,
          cameras,
          read.hybridSha256,
          read.stepMicros,
          tensors,
          sha256(card, weights));
    } catch (JacksonException | IllegalArgumentException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new MalformedWeightsException(source + ": " + first, e);
    }
  }

  private static void requireFit(TemporalDescription network, List<ProjectionCamera> cameras) {
    if (network.channels() != TemporalInput.channels(cameras.size())) {
      throw new IllegalArgumentException(
          "the network reads another number of views: channels="
              + network.channels()
              + ", cameras="
              + cameras.size());
    }
  }

  private static byte[] card(
      TemporalDescription d, List<ProjectionCamera> cameras, String hybridSha256, int stepMicros) {
    List<Eye> eyes = new ArrayList<>();
    for (ProjectionCamera camera : cameras) {
      double[] matrix = camera.worldToImage();
      if (matrix.length != MATRIX || camera.lens() != null) {
        throw new IllegalArgumentException(
            "a camera with a lens cannot be written down here: camera=" + camera.id());
      }
      eyes.add(new Eye(camera.id(), camera.width(), camera.height(), matrix));
    }
    return JSON.writeValueAsBytes(new Card(FORMAT, d, eyes, hybridSha256, stepMicros));
  }

  /**
   * Where the network's cameras are among others, by where they stand and look; names do not count.
   *
   * @return the index of each of the network's cameras in the list; null when the list is not these
   *     cameras, each once
   */
  public int @Nullable [] order(List<ProjectionCamera> others) {
    if (others.size() != cameras.size()) {
      return null;
    }
    int[] order = new int[cameras.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = -1;
      for (int k = 0; k < others.size(); k++) {
        if (isSame(cameras.get(i), others.get(k))) {
          order[i] = k;
        }
      }
      if (order[i] < 0) {
        return null;
      }
    }
    return order;
  }

  private static boolean isSame(ProjectionCamera own, ProjectionCamera other) {
    if (other.lens() != null || own.width() != other.width() || own.height() != other.height()) {
      return false;
    }
    double[] a = own.worldToImage();
    double[] b = other.worldToImage();
    for (int k = 0; k < a.length; k++) {
      if (!(Math.abs(b[k] - a[k]) <= SAME * (1 + Math.abs(a[k])))) { // NaN is no match
        return false;
      }
    }
    return true;
  }

  private static Path beside(Path weights) {
    String name = String.valueOf(weights.getFileName());
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
