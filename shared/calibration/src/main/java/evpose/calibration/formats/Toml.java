package evpose.calibration.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.toml.TomlMapper;

/** TOML files. */
final class Toml {
  private static final TomlMapper MAPPER = new TomlMapper();

  private Toml() {}

  static Tree read(Path file) throws IOException {
    try {
      return new Tree(file, "", MAPPER.readValue(FileText.text(file), Map.class));
    } catch (JacksonException e) {
      throw new IOException(file + ": no TOML: " + e.getOriginalMessage(), e);
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** [1.0, 2.5]. */
  static String row(double... numbers) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < numbers.length; i++) {
      text.append(i == 0 ? " " : ", ").append(numbers[i]);
    }
    return text.append("]").toString().replace("[]", "[ ]");
  }

  static String matrix3(double[] k) {
    return "["
        + row(k[0], k[1], k[2])
        + ", "
        + row(k[3], k[4], k[5])
        + ", "
        + row(k[6], k[7], k[8])
        + "]";
  }

  /** A basic string. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
