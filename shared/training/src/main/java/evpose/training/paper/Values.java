package evpose.training.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Numbers of reports by their place: {@code compact.variants.D.mpjpe2dPxPerStep[9]} is the tenth
 * number of that key in the report that is called compact, {@code initialPotentials[2].mean} lies
 * in the third object of a list; {@code *} is the mean over all keys, number by number. {@code
 * forms*.variants.D.mpjpe2dPx} is the mean over all reports whose names begin with forms and that
 * have the number: one for each seed of a training.
 */
final class Values {
  private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,4})]");

  private final JsonNode root;

  /**
   * @param root reports by their names
   */
  Values(JsonNode root) {
    this.root = root;
  }

  /** One number; NaN when there is none. */
  double number(String path) {
    return Arrays.stream(each(path)).average().orElse(Double.NaN);
  }

  /** What that is the mean of: a number of each report, in the order in which they were given. */
  double[] each(String path) {
    return reports(path).stream()
        .mapToDouble(this::one)
        .filter(number -> !Double.isNaN(number))
        .toArray();
  }

  private double one(String path) {
    Matcher element = ELEMENT.matcher(path);
    if (element.matches()) {
      double[] all = row(element.group(1));
      int index = Integer.parseInt(element.group(2));
      return index < all.length ? all[index] : Double.NaN;
    }
    JsonNode node = at(root, List.of(path.split("\\.", -1)));
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  /** A row of numbers; empty when there is none. */
  double[] numbers(String path) {
    return mean(reports(path).stream().map(this::row).filter(row -> row.length > 0).toList());
  }

  /** The same place in each report that the first key stands for. */
  private List<String> reports(String path) {
    int end = path.indexOf("*.");
    int dot = path.indexOf('.');
    if (end < 0 || end + 1 != dot) {
      return List.of(path);
    }
    String begin = path.substring(0, end);
    return root.propertyStream()
        .map(Map.Entry::getKey)
        .filter(report -> report.startsWith(begin))
        .map(report -> report + path.substring(dot))
        .toList();
  }

  private double[] row(String path) {
    int star = path.indexOf(".*");
    if (star < 0) {
      return row(at(root, List.of(path.split("\\.", -1))));
    }
    JsonNode parent = at(root, List.of(path.substring(0, star).split("\\.", -1)));
    List<double[]> rows = new ArrayList<>();
    parent.forEach(child -> rows.add(row(child)));
    return mean(rows);
  }

  private static double[] mean(List<double[]> rows) {
    int length = rows.stream().mapToInt(r -> r.length).min().orElse(0);
    double[] mean = new double[length];
    for (double[] row : rows) {
      for (int i = 0; i < length; i++) {
        mean[i] += row[i] / rows.size();
      }
    }
    return mean;
  }

  private static double[] row(JsonNode node) {
    if (!node.isArray()) {
      return new double[0];
    }
    double[] row = new double[node.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = node.get(i).isNumber() ? node.get(i).asDouble() : Double.NaN;
    }
    return row;
  }

  private static JsonNode at(JsonNode from, List<String> keys) {
    JsonNode node = from;
    for (String key : keys) {
      Matcher element = ELEMENT.matcher(key);
      node =
          element.matches()
              ? node.path(element.group(1)).path(Integer.parseInt(element.group(2)))
              : node.path(key);
    }
    return node;
  }
}
