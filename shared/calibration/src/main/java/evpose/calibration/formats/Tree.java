package evpose.calibration.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping read from TOML, YAML or XML, that says where it lacks something. Values are numbers,
 * texts, lists and mappings.
 */
final class Tree {
  private final Path file;
  private final String place;
  private final Map<String, Object> fields;

  Tree(Path file, String place, Map<?, ?> fields) {
    this.file = file;
    this.place = place;
    this.fields = new LinkedHashMap<>();
    fields.forEach(
        (key, value) -> {
          if (value != null) {
            this.fields.put(String.valueOf(key), value);
          }
        });
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  List<String> names() {
    return new ArrayList<>(fields.keySet());
  }

  /** The mapping of that name, or null when there is none. */
  @Nullable Tree find(String field) {
    return fields.get(field) instanceof Map<?, ?> inner
        ? new Tree(file, place + "/" + field, inner)
        : null;
  }

  /** Mappings in here. */
  Map<String, Tree> trees() {
    Map<String, Tree> trees = new LinkedHashMap<>();
    for (String name : names()) {
      Tree tree = find(name);
      if (tree != null) {
        trees.put(name, tree);
      }
    }
    return trees;
  }

  String text(String field, String otherwise) {
    Object value = fields.get(field);
    return value == null ? otherwise : String.valueOf(value);
  }

  boolean truth(String field) {
    return fields.get(field) instanceof Number n
        ? n.doubleValue() != 0
        : text(field, "false").equalsIgnoreCase("true");
  }

  double number(String field) throws IOException {
    Object value = fields.get(field);
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    throw lacks(field, "a number");
  }

  double number(String field, double otherwise) throws IOException {
    return has(field) ? number(field) : otherwise;
  }

  /** Texts of a list. */
  List<String> texts(String field) throws IOException {
    if (fields.get(field) instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw lacks(field, "a list");
  }

  /**
   * Numbers, however they are nested: a list, rows of a matrix, a mapping with rows, cols and data,
   * or text separated by white space.
   */
  double[] numbers(String field, int count) throws IOException {
    double[] numbers = numbers(field);
    if (numbers.length != count) {
      throw lacks(field, count + " numbers");
    }
    return numbers;
  }

  double[] numbers(String field) throws IOException {
    List<Double> numbers = new ArrayList<>();
    Object value = fields.get(field);
    if (value instanceof Map<?, ?> matrix) {
      value = matrix.get("data");
    }
    if (value == null || !collect(value, numbers)) {
      throw lacks(field, "numbers");
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static boolean collect(Object value, List<Double> into) {
    if (value instanceof Number n) {
      return into.add(n.doubleValue());
    }
    if (value instanceof List<?> list) {
      return list.stream().allMatch(inner -> collect(inner, into));
    }
    if (value instanceof String text) {
      for (String word : text.strip().split("\\s+", -1)) {
        try {
          into.add(Double.parseDouble(word));
        } catch (NumberFormatException e) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  IOException lacks(String field, String wanted) {
    return new IOException(file + ", " + place + "/" + field + " must be there and be " + wanted);
  }
}
