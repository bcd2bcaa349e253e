package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DHP19's folder of NumPy files, a 3x4 matrix each: P1.npy to P4.npy; or one such file. */
final class Dhp19Npy implements CalibrationFormat {
  @Override
  public String name() {
    return "dhp19";
  }

  @Override
  public String about() {
    return "DHP19: a folder of 3x4 matrices (P1.npy ...), mm, rows counted upwards, no lens";
  }

  private static List<Path> files(Path file) throws IOException {
    return FileText.files(file, ".npy").stream()
        .filter(f -> String.valueOf(f.getFileName()).startsWith("P") || !Files.isDirectory(file))
        .toList();
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    return !files(file).isEmpty();
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    Map<String, double[]> matrices = new LinkedHashMap<>();
    for (Path each : files(file)) {
      matrices.put(FileText.stem(each), Npy.read(each, 3, 4));
    }
    return Matrices.read(matrices, how, "DHP19 matrices");
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    Files.createDirectories(file);
    for (CalibratedCamera camera : calibration.cameras()) {
      String id = camera.id().startsWith("P") ? camera.id() : "P_" + camera.id();
      Npy.write(file.resolve(id + ".npy"), 3, 4, Matrices.write(camera, how, name()));
    }
  }
}
