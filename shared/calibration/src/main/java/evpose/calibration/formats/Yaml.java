package evpose.calibration.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML files, OpenCV's dialect included ({@code %YAML:1.0}, {@code !!opencv-matrix}). */
final class Yaml {
  private Yaml() {}

  private static final String OPENCV_MATRIX = "tag:yaml.org,2002:opencv-matrix";

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setTagInspector(tag -> tag.getValue().equals(OPENCV_MATRIX));
    return options;
  }

  /** Builds plain mappings only; OpenCV's matrices are mappings. */
  private static final class Plain extends SafeConstructor {
    Plain() {
      super(options());
      yamlConstructors.put(
          new Tag(OPENCV_MATRIX),
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return constructMapping((MappingNode) node);
            }
          });
    }
  }

  static Tree read(Path file) throws IOException {
    String text = FileText.text(file);
    if (text.startsWith("%YAML")) {
      int end = text.indexOf('\n');
      text = end < 0 ? "" : text.substring(end + 1);
    }
    try {
      Object root = new org.yaml.snakeyaml.Yaml(new Plain()).load(text);
      if (root instanceof Map<?, ?> map) {
        return new Tree(file, "", map);
      }
      throw new IOException(file + ": a calibration is a mapping, this is none");
    } catch (YAMLException e) {
      throw new IOException(file + ": no YAML: " + e.getMessage(), e);
    }
  }

  /** [1.0, 2.5], broken into lines as OpenCV's own reader wants it: at most 80 columns. */
  static String row(String indent, double... numbers) {
    StringBuilder text = new StringBuilder("[");
    int column = indent.length();
    for (int i = 0; i < numbers.length; i++) {
      String number = String.valueOf(numbers[i]);
      if (column + number.length() > 72) {
        text.append('\n').append(indent);
        column = indent.length();
      }
      text.append(' ').append(number).append(i + 1 < numbers.length ? "," : "");
      column += number.length() + 2;
    }
    return text.append(" ]").toString();
  }

  /** As OpenCV's FileStorage writes it. */
  static String openCvMatrix(String name, int rows, int cols, double... numbers) {
    return name
        + ": !!opencv-matrix\n   rows: "
        + rows
        + "\n   cols: "
        + cols
        + "\n   dt: d\n   data: "
        + row("       ", numbers)
        + "\n";
  }
}
