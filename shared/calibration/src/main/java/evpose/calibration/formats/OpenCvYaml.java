package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.World;
import evpose.calibration.formats.OpenCvCameras.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenCV's FileStorage as YAML, a file or a folder of one file a camera; see OpenCvCameras. */
final class OpenCvYaml implements CalibrationFormat {
  @Override
  public String name() {
    return "opencv";
  }

  @Override
  public String about() {
    return "OpenCV FileStorage YAML: a folder with a file a camera (camera_matrix, R, T), mm unless it says units";
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    List<Path> files = FileText.files(file, ".yml", ".yaml");
    return !files.isEmpty() && OpenCvCameras.looksLike(FileText.text(files.get(0)));
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    List<Path> files = FileText.files(file, ".yml", ".yaml");
    List<Tree> trees = new ArrayList<>();
    for (Path each : files) {
      trees.add(Yaml.read(each));
    }
    if (files.isEmpty()) {
      throw new IOException("there is no YAML file: file=" + file);
    }
    return OpenCvCameras.read(files, trees, how);
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    World world = how.world(1, World.Up.Z);
    Files.createDirectories(file);
    for (CalibratedCamera camera : calibration.cameras()) {
      Numbers n = Numbers.of(camera, world, name());
      String text =
          "%YAML:1.0\n---\nimage_width: "
              + camera.width()
              + "\nimage_height: "
              + camera.height()
              + "\ncamera_name: \""
              + camera.id()
              + "\"\nunits: \""
              + Reading.unitName(world.mmPerUnit())
              + "\"\nworld_up: \""
              + world.up().label()
              + "\"\nfisheye: "
              + (n.fisheye() ? 1 : 0)
              + "\n"
              + Yaml.openCvMatrix("camera_matrix", 3, 3, n.pinhole().k())
              + Yaml.openCvMatrix("distortion_coefficients", 1, n.bend().length, n.bend())
              + Yaml.openCvMatrix("R", 3, 3, n.pinhole().rotation())
              + Yaml.openCvMatrix("T", 3, 1, n.pinhole().translationMm());
      Files.writeString(file.resolve(camera.id() + ".yml"), text, StandardCharsets.UTF_8);
    }
  }
}
