package evpose.weights.exchange;

import evpose.hybrid.ModelDescription;
import evpose.weights.MalformedWeightsException;
import evpose.weights.ModelBundle;
import evpose.weights.ModelLayout;
import evpose.weights.Safetensors;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a weights file holds.
 *
 * @param format safetensors or pytorch
 * @param preset that of the description beside it; for a checkpoint, which has none, the first
 *     preset that its tensors fit; null when there is none
 * @param sha256 of the file's bytes; null for a model out of the jar
 * @param modelSha256 the name that poses give the model: of description and weights; null where no
 *     description is
 * @param parameters trained numbers in all: weights, biases, scales and shifts; no statistics
 * @param parametersOf the same for each part
 * @param neuroBench figures by NeuroBench's definitions
 * @param wrapping what was around the tensors in a checkpoint, such as {@code state_dict}
 * @param problems what is wrong, each in one line
 */
public record WeightsInfo(
    String file,
    String format,
    @Nullable String preset,
    @Nullable String sha256,
    @Nullable String modelSha256,
    long parameters,
    Map<String, Long> parametersOf,
    NeuroBench neuroBench,
    List<String> wrapping,
    List<String> problems,
    List<TensorInfo> tensors) {

  private static final String SAFETENSORS = "safetensors";
  private static final String PYTORCH = "pytorch";
  private static final int HASH_CHUNK = 1 << 16;

  /** The parts of the network, as the authors' names tell them. */
  private static final List<String> PARTS = List.of("ann", "stateInitialisation", "snn", "other");

  /**
   * One tensor.
   *
   * @param min smallest finite number; null when there is none
   * @param max largest finite number; null when there is none
   * @param mean of the finite numbers; null when there is none
   * @param zeros how many numbers are exactly 0
   * @param nonFinite how many numbers are none
   */
  public record TensorInfo(
      String name,
      String part,
      String dtype,
      List<Integer> shape,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean,
      long zeros,
      long nonFinite) {

    static TensorInfo of(String name, String dtype, Tensor tensor) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      long finite = 0;
      long zeros = 0;
      for (float number : tensor.data()) {
        if (Float.isFinite(number)) {
          min = Math.min(min, number);
          max = Math.max(max, number);
          sum += number;
          finite++;
          zeros += number == 0 ? 1 : 0;
        }
      }
      boolean any = finite > 0;
      return new TensorInfo(
          name,
          partOf(name),
          dtype,
          Arrays.stream(tensor.shape()).boxed().toList(),
          any ? min : null,
          any ? max : null,
          any ? sum / finite : null,
          zeros,
          tensor.size() - finite);
    }

    /** How many numbers it holds. */
    public long size() {
      return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
  }

  /**
   * Reads a file: a safetensors file, with or without its description beside it, or a PyTorch
   * checkpoint.
   *
   * @throws MalformedWeightsException when it is broken
   */
  public static WeightsInfo of(Path file) throws IOException {
    return CheckpointFile.looksLikeOne(file) ? ofCheckpoint(file) : ofSafetensors(file);
  }

  /** A model that ships. */
  public static WeightsInfo of(String preset, ModelBundle shipped) {
    List<TensorInfo> tensors = tensors(shipped.tensors());
    return of(
        preset,
        SAFETENSORS,
        shipped.description().preset(),
        shipped.description(),
        null,
        shipped.sha256(),
        List.of(),
        List.of(),
        tensors);
  }

  private static WeightsInfo ofSafetensors(Path file) throws IOException {
    Tensors tensors = Safetensors.read(file);
    String preset = null;
    ModelDescription description = null;
    String modelSha256 = null;
    List<String> problems = new ArrayList<>();
    if (file.toString().endsWith("." + SAFETENSORS)
        && Files.exists(ModelBundle.descriptionBeside(file))) {
      try {
        description = ModelBundle.description(ModelBundle.descriptionBeside(file));
        preset = description.preset();
        modelSha256 = ModelBundle.load(file).sha256();
      } catch (MalformedWeightsException e) {
        problems.add(e.getMessage());
      }
    }
    return of(
        file.toString(),
        SAFETENSORS,
        preset,
        description,
        sha256(file),
        modelSha256,
        List.of(),
        problems,
        tensors(tensors));
  }

  private static WeightsInfo ofCheckpoint(Path file) throws IOException {
    try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
      StateDict state = StateDict.in(checkpoint.root(), String.valueOf(file.getFileName()));
      List<TensorInfo> tensors = new ArrayList<>();
      for (Map.Entry<String, StoredTensor> entry : state.tensors().entrySet()) {
        Tensor tensor = checkpoint.tensor(entry.getKey(), entry.getValue());
        String dtype = entry.getValue().storage().type().dtype;
        tensors.add(TensorInfo.of(entry.getKey(), dtype, tensor));
      }
      String preset = presetThatFits(tensors);
      return of(
          file.toString(),
          PYTORCH,
          preset,
          preset == null ? null : ModelDescription.preset(preset),
          sha256(file),
          null,
          state.wrapping(),
          List.of(),
          tensors);
    }
  }

  private static List<TensorInfo> tensors(Tensors tensors) {
    return tensors.names().stream()
        .map(
            name ->
                TensorInfo.of(
                    name,
                    ModelLayout.isBatchCount(name)
                        ? StorageType.LONG.dtype
                        : StorageType.FLOAT.dtype,
                    tensors.get(name)))
        .toList();
  }

  private static WeightsInfo of(
      String file,
      String format,
      @Nullable String preset,
      @Nullable ModelDescription description,
      @Nullable String sha256,
      @Nullable String modelSha256,
      List<String> wrapping,
      List<String> problems,
      List<TensorInfo> tensors) {
    Map<String, Long> parametersOf = new LinkedHashMap<>();
    PARTS.forEach(part -> parametersOf.put(part, 0L));
    List<String> all = new ArrayList<>(problems);
    for (TensorInfo tensor : tensors) {
      if (!ModelLayout.isStatistic(tensor.name())) {
        parametersOf.merge(tensor.part(), tensor.size(), Long::sum);
      }
      if (tensor.nonFinite() > 0) {
        all.add(
            "weights must be finite: name=" + tensor.name() + ", nonFinite=" + tensor.nonFinite());
      }
    }
    long parameters = parametersOf.values().stream().mapToLong(Long::longValue).sum();
    return new WeightsInfo(
        file,
        format,
        preset,
        sha256,
        modelSha256,
        parameters,
        parametersOf,
        NeuroBench.of(tensors, description),
        wrapping,
        all,
        tensors);
  }

  private static String partOf(String name) {
    int dot = name.indexOf('.');
    String module = dot < 0 ? name : name.substring(0, dot);
    if (module.endsWith("_cnn")) {
      return PARTS.get(0);
    }
    if (module.startsWith("states_")) {
      return PARTS.get(1);
    }
    return module.endsWith("_snn") ? PARTS.get(2) : PARTS.get(3);
  }

  private static @Nullable String presetThatFits(List<TensorInfo> tensors) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    tensors.forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
    for (ModelDescription description : ModelDescription.presets()) {
      boolean fits =
          ModelLayout.of(description).stream()
              .filter(entry -> entry.kind() != ModelLayout.Kind.NORM_COUNT)
              .allMatch(
                  entry ->
                      Arrays.stream(entry.shape())
                          .boxed()
                          .toList()
                          .equals(shapes.get(entry.name())));
      if (fits) {
        return description.preset();
      }
    }
    return null;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[HASH_CHUNK];
      int n;
      while ((n = in.read(chunk)) >= 0) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
