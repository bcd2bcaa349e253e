package evpose.weights.exchange;

import evpose.weights.MalformedWeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a checkpoint by the network's own names, whatever training scripts have put around
 * them.
 *
 * @param tensors in the order of the file
 * @param wrapping what was around: a key such as {@code state_dict}, prefixes such as {@code
 *     module.}; empty for a plain one
 */
record StateDict(Map<String, StoredTensor> tensors, List<String> wrapping) {

  /** Keys under which scripts keep the weights beside the epoch, the optimiser and so on. */
  private static final List<String> KEYS = List.of("state_dict", "model_state_dict", "model");

  /** What DataParallel, Lightning and torch.compile put before each name. */
  private static final List<String> PREFIXES = List.of("module.", "model.", "_orig_mod.");

  private static final int MAX_NAME = 256;

  /**
   * Finds the weights.
   *
   * @param root what {@link PickleReader} read
   * @param source what to call it in a message
   */
  static StateDict in(Object root, String source) throws MalformedWeightsException {
    if (!(root instanceof Map<?, ?> saved)) {
      throw new MalformedWeightsException(
          source + ": a checkpoint is a dictionary of tensors, perhaps under state_dict");
    }
    for (String key : KEYS) {
      if (saved.get(key) instanceof Map<?, ?> inner && holdsTensors(inner)) {
        return of(inner, source).behind(key);
      }
    }
    if (!holdsTensors(saved)) {
      throw new MalformedWeightsException(
          source
              + ": no tensors were found, neither here nor under "
              + String.join(", ", KEYS)
              + ": keys="
              + saved.keySet().stream().limit(5).map(StateDict::shown).toList());
    }
    return of(saved, source);
  }

  private static boolean holdsTensors(Map<?, ?> map) {
    return map.values().stream().anyMatch(StoredTensor.class::isInstance);
  }

  private static StateDict of(Map<?, ?> map, String source) throws MalformedWeightsException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String name
          && name.length() <= MAX_NAME
          && entry.getValue() instanceof StoredTensor tensor)) {
        throw new MalformedWeightsException(
            source + ": a state_dict holds tensors by name: name=" + shown(entry.getKey()));
      }
      tensors.put(name, tensor);
    }
    List<String> wrapping = new ArrayList<>();
    String prefix = prefix(tensors);
    while (!prefix.isEmpty()) {
      wrapping.add(prefix);
      tensors = without(prefix, tensors);
      prefix = prefix(tensors);
    }
    return new StateDict(tensors, wrapping);
  }

  /** The prefix that all names share; empty when there is none. */
  private static String prefix(Map<String, StoredTensor> tensors) {
    return PREFIXES.stream()
        .filter(prefix -> tensors.keySet().stream().allMatch(name -> name.startsWith(prefix)))
        .findFirst()
        .orElse("");
  }

  private static Map<String, StoredTensor> without(
      String prefix, Map<String, StoredTensor> tensors) {
    Map<String, StoredTensor> bare = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> bare.put(name.substring(prefix.length()), tensor));
    return bare;
  }

  private StateDict behind(String key) {
    List<String> all = new ArrayList<>(wrapping);
    all.add(0, key);
    return new StateDict(tensors, all);
  }

  private static String shown(@Nullable Object key) {
    String text = String.valueOf(key);
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "...";
  }
}
