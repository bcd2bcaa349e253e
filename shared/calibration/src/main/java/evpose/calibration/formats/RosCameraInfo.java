package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.World;
import evpose.camera.Lens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * ROS's camera_info YAML, one file a camera in a folder. ROS keeps intrinsics there only; where the
 * cameras stand is our own {@code extrinsics.yaml} beside them: for each camera {@code rotation}
 * (nine numbers, world to camera) and {@code translation}, with {@code units} and {@code world_up}.
 */
final class RosCameraInfo implements CalibrationFormat {
  private static final String EXTRINSICS = "extrinsics.yaml";

  @Override
  public String name() {
    return "ros";
  }

  @Override
  public String about() {
    return "ROS camera_info: a folder with a YAML file a camera, and extrinsics.yaml (ours: ROS has none)";
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    for (Path each : infos(file)) {
      return FileText.text(each).contains("rectification_matrix");
    }
    return false;
  }

  private static List<Path> infos(Path file) throws IOException {
    return FileText.files(file, ".yaml", ".yml").stream()
        .filter(f -> !FileText.endsWith(f, EXTRINSICS))
        .toList();
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    Path folder = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
    Path extrinsics = folder == null ? Path.of(EXTRINSICS) : folder.resolve(EXTRINSICS);
    if (!Files.isRegularFile(extrinsics)) {
      throw new IOException(
          "ROS keeps intrinsics only; where the cameras stand must be in this file: file="
              + extrinsics);
    }
    Tree places = Yaml.read(extrinsics);
    List<String> notes = new ArrayList<>();
    World world =
        how.world(
            World.mmOf(places.text("units", "m")),
            World.Up.of(places.text("world_up", "z")),
            notes);
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (Path each : infos(file)) {
      Tree c = Yaml.read(each);
      String id = c.text("camera_name", FileText.stem(each));
      Tree place = places.find(id);
      if (place == null) {
        throw places.lacks(id, "a mapping with rotation and translation");
      }
      cameras.add(how.ours(camera(id, c, place), world, false));
    }
    return new Calibration(how.rig(), cameras, "ROS camera_info", notes);
  }

  private static CalibratedCamera camera(String id, Tree c, Tree place) throws IOException {
    double[] k = c.numbers("camera_matrix", 9);
    String model = c.text("distortion_model", "plumb_bob");
    if (!List.of("plumb_bob", "rational_polynomial", "equidistant", "fisheye").contains(model)) {
      throw c.lacks("distortion_model", "plumb_bob, rational_polynomial or equidistant");
    }
    boolean fisheye = model.equals("equidistant") || model.equals("fisheye");
    double[] bend =
        c.has("distortion_coefficients") ? c.numbers("distortion_coefficients") : new double[0];
    return CalibratedCamera.of(
        id,
        (int) c.number("image_width"),
        (int) c.number("image_height"),
        k,
        place.numbers("rotation", 9),
        place.numbers("translation", 3),
        Lenses.of(k, bend, fisheye));
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    World world = how.world(1000, World.Up.Z);
    Files.createDirectories(file);
    StringBuilder places =
        new StringBuilder(
                "# where the cameras stand: x in the camera = rotation · X + translation\n")
            .append("units: ")
            .append(Reading.unitName(world.mmPerUnit()))
            .append("\nworld_up: \"")
            .append(world.up().label())
            .append("\"\n");
    for (CalibratedCamera camera : calibration.cameras()) {
      Pinhole p = Pinhole.of(world.fromOurs(camera.worldToImage()));
      Lenses.refuseTwoCentres(camera, p, name());
      Files.writeString(
          file.resolve(camera.id() + ".yaml"), info(camera, p), StandardCharsets.UTF_8);
      places
          .append(camera.id())
          .append(":\n  rotation: ")
          .append(Toml.row(p.rotation()))
          .append("\n  translation: ")
          .append(Toml.row(p.translationMm()))
          .append("\n");
    }
    Files.writeString(file.resolve(EXTRINSICS), places, StandardCharsets.UTF_8);
  }

  private String info(CalibratedCamera camera, Pinhole p) {
    Lens lens = camera.lens();
    boolean fisheye = Lenses.fisheye(camera);
    boolean rational = lens != null && lens.coefficients().length > 5;
    double[] bend = Lenses.coefficients(camera, fisheye ? 4 : rational ? 8 : 5, name());
    double[] k = p.k();
    double[] projection = {k[0], k[1], k[2], 0, 0, k[4], k[5], 0, 0, 0, 1, 0};
    return "image_width: "
        + camera.width()
        + "\nimage_height: "
        + camera.height()
        + "\ncamera_name: "
        + camera.id()
        + "\n"
        + matrix("camera_matrix", 3, 3, k)
        + "distortion_model: "
        + (fisheye ? "equidistant" : rational ? "rational_polynomial" : "plumb_bob")
        + "\n"
        + matrix("distortion_coefficients", 1, bend.length, bend)
        + matrix("rectification_matrix", 3, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1)
        + matrix("projection_matrix", 3, 4, projection);
  }

  private static String matrix(String name, int rows, int cols, double... numbers) {
    return name
        + ":\n  rows: "
        + rows
        + "\n  cols: "
        + cols
        + "\n  data: "
        + Toml.row(numbers)
        + "\n";
  }
}
