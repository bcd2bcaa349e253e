package evpose.cli.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first field in which two messages differ.
 *
 * @param path such as {@code joints[3].x}; empty when they differ as a whole
 * @param recorded its value in the first, null when it is not there
 * @param expected its value in the second, null when it is not there
 */
record FirstField(String path, @Nullable String recorded, @Nullable String expected) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INPUTS = "inputs";
  private static final int SHOWN_CHARS = 200;

  /**
   * Compares them, what they were made from first: it explains the rest. Null when they say the
   * same.
   */
  static @Nullable FirstField between(byte[] recorded, byte[] expected) {
    try {
      JsonNode said = JSON.readTree(recorded);
      JsonNode wanted = JSON.readTree(expected);
      FirstField inputs =
          said.has(INPUTS) && wanted.has(INPUTS)
              ? between(INPUTS, said.get(INPUTS), wanted.get(INPUTS))
              : null;
      return inputs != null ? inputs : between("", said, wanted);
    } catch (JacksonException e) {
      return new FirstField("", "no JSON", shown(new String(expected, StandardCharsets.UTF_8)));
    }
  }

  private static @Nullable FirstField between(
      String path, @Nullable JsonNode recorded, @Nullable JsonNode expected) {
    if (recorded == null || expected == null) {
      return new FirstField(path, shown(recorded), shown(expected));
    }
    if (recorded.equals(expected)) {
      return null;
    }
    for (String child : children(recorded, expected)) {
      boolean element = recorded.isArray();
      FirstField inside =
          between(
              element ? path + "[" + child + "]" : path.isEmpty() ? child : path + "." + child,
              element ? recorded.get(Integer.parseInt(child)) : recorded.get(child),
              element ? expected.get(Integer.parseInt(child)) : expected.get(child));
      if (inside != null) {
        return inside;
      }
    }
    return new FirstField(path, shown(recorded), shown(expected));
  }

  /** Names of what is in either, in order; none when they cannot be compared part by part. */
  private static List<String> children(JsonNode a, JsonNode b) {
    List<String> names = new ArrayList<>();
    if (a.isObject() && b.isObject()) {
      names.addAll(b.propertyNames());
      a.propertyNames().stream().filter(name -> !names.contains(name)).forEach(names::add);
    } else if (a.isArray() && b.isArray()) {
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        names.add(Integer.toString(i));
      }
    }
    return names;
  }

  private static @Nullable String shown(@Nullable JsonNode node) {
    return node == null ? null : shown(node.toString());
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }
}
