package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** 3x4 matrices as JSON: by name a matrix, or an object with one under {@code P}. */
final class Dhp19Json implements CalibrationFormat {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Override
  public String name() {
    return "dhp19-json";
  }

  @Override
  public String about() {
    return "3x4 matrices as JSON, {\"P1\": [[..4], [..4], [..4]], ...}: as dhp19";
  }

  @Override
  public boolean recognises(Path file) {
    return Files.isRegularFile(file) && FileText.endsWith(file, ".json");
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    Map<?, ?> root;
    try {
      root = MAPPER.readValue(FileText.text(file), Map.class);
    } catch (JacksonException e) {
      throw new IOException(file + ": no JSON object: " + e.getOriginalMessage(), e);
    }
    Map<String, double[]> matrices = new LinkedHashMap<>();
    Tree tree = new Tree(file, "", root);
    for (String name : tree.names()) {
      Tree inner = tree.find(name);
      matrices.put(name, inner == null ? tree.numbers(name, 12) : inner.numbers("P", 12));
    }
    return Matrices.read(matrices, how, "DHP19 matrices");
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    StringBuilder text = new StringBuilder("{\n");
    String separator = "";
    for (CalibratedCamera camera : calibration.cameras()) {
      double[] p = Matrices.write(camera, how, name());
      text.append(separator).append(" \"").append(camera.id()).append("\": [");
      for (int row = 0; row < 3; row++) {
        text.append(row == 0 ? "" : ", ");
        text.append(Toml.row(p[4 * row], p[4 * row + 1], p[4 * row + 2], p[4 * row + 3]));
      }
      text.append("]");
      separator = ",\n";
    }
    Files.writeString(file, text.append("\n}\n"), StandardCharsets.UTF_8);
  }
}
