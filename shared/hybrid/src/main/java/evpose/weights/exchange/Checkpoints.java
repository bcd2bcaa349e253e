package evpose.weights.exchange;

import evpose.hybrid.ModelDescription;
import evpose.weights.MalformedWeightsException;
import evpose.weights.ModelBundle;
import evpose.weights.ModelLayout;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch checkpoints of the hybrid network: tensor names are those of the authors' code, so
 * nothing is translated.
 */
public final class Checkpoints {

  /**
   * What an import gave.
   *
   * @param wrapping what was around the tensors in the file, such as {@code state_dict}
   * @param leftOut tensors of the file that the network does not have
   */
  public record Imported(ModelBundle bundle, List<String> wrapping, List<String> leftOut) {}

  private Checkpoints() {}

  /**
   * Reads a checkpoint that {@code torch.save} wrote: a {@code state_dict}, plain or under one of
   * the usual keys and prefixes. Batch counts may be absent, all else that the description asks for
   * must be there.
   *
   * @param leaveOutExtra whether tensors that the network does not have are left out, not refused
   * @throws MalformedWeightsException naming file, tensor and rule
   */
  public static Imported read(Path file, ModelDescription description, boolean leaveOutExtra)
      throws IOException {
    String source = String.valueOf(file.getFileName());
    try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
      StateDict state = StateDict.in(checkpoint.root(), source);
      List<ModelLayout.Entry> layout = ModelLayout.of(description);
      Map<String, StoredTensor> extra = new LinkedHashMap<>(state.tensors());
      layout.forEach(entry -> extra.remove(entry.name()));
      requireAll(layout, state, source, description);
      if (!leaveOutExtra && !extra.isEmpty()) {
        throw new MalformedWeightsException(
            source
                + ": the checkpoint has tensors that the network does not have: name="
                + extra.keySet().iterator().next()
                + ", extra="
                + extra.size()
                + ", preset="
                + description.preset());
      }
      Tensors tensors = new Tensors();
      for (ModelLayout.Entry entry : layout) {
        StoredTensor stored = state.tensors().get(entry.name());
        if (stored != null) {
          requireShape(entry, stored, source);
          tensors.put(entry.name(), checkpoint.tensor(entry.name(), stored));
        }
      }
      return new Imported(
          bundle(description, tensors, source), state.wrapping(), List.copyOf(extra.keySet()));
    }
  }

  private static ModelBundle bundle(ModelDescription description, Tensors tensors, String source)
      throws MalformedWeightsException {
    try {
      return ModelBundle.of(description, tensors);
    } catch (IllegalArgumentException e) {
      throw new MalformedWeightsException(source + ": " + e.getMessage(), e);
    }
  }

  private static void requireAll(
      List<ModelLayout.Entry> layout, StateDict state, String source, ModelDescription description)
      throws MalformedWeightsException {
    List<String> lacking =
        layout.stream()
            .filter(entry -> entry.kind() != ModelLayout.Kind.NORM_COUNT)
            .map(ModelLayout.Entry::name)
            .filter(name -> !state.tensors().containsKey(name))
            .toList();
    if (lacking.isEmpty()) {
      return;
    }
    boolean annAlone = state.tensors().containsKey("conv1.weight");
    throw new MalformedWeightsException(
        source
            + (annAlone
                ? ": this looks like the ANN alone, a hybrid's checkpoint is needed: name="
                : ": the checkpoint lacks tensors that the network has: name=")
            + lacking.get(0)
            + ", lacking="
            + lacking.size()
            + ", preset="
            + description.preset());
  }

  private static void requireShape(ModelLayout.Entry entry, StoredTensor stored, String source)
      throws MalformedWeightsException {
    List<Long> expected = Arrays.stream(entry.shape()).mapToObj(side -> (long) side).toList();
    if (!stored.shape().equals(expected)) {
      throw new MalformedWeightsException(
          source
              + ": a tensor has another shape than the description asks for: name="
              + entry.name()
              + ", shape="
              + stored.shape()
              + ", expected="
              + expected);
    }
    boolean count = entry.kind() == ModelLayout.Kind.NORM_COUNT;
    if (count != stored.integer()) {
      throw new MalformedWeightsException(
          source
              + ": batch counts are int64, all other tensors are not: name="
              + entry.name()
              + ", dtype="
              + stored.storage().type().dtype);
    }
  }

  /**
   * Writes a plain {@code state_dict} that {@code torch.load(file, weights_only=True)} reads:
   * float32, batch counts as int64. Same tensors, same bytes.
   */
  public static void write(Path file, Tensors tensors) throws IOException {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      named.put(name, tensors.get(name));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      CheckpointWriter.write(out, named);
    }
  }
}
