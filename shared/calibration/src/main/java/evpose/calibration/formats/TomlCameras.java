package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.calibration.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the TOML files of anipose, FreeMoCap and Pose2Sim have in common. */
final class TomlCameras {
  private TomlCameras() {}

  static boolean isToml(Path file) {
    return Files.isRegularFile(file) && FileText.endsWith(file, ".toml");
  }

  static Calibration read(Path file, Reading how, double usualMmPerUnit, String source)
      throws IOException {
    List<String> notes = new ArrayList<>();
    Tree root = Toml.read(file);
    Tree metadata = root.find("metadata");
    double unit = usualMmPerUnit;
    World.Up up = World.Up.Z;
    if (metadata != null && metadata.has("units")) {
      unit = World.mmOf(metadata.text("units", ""));
    }
    if (metadata != null && metadata.has("world_up")) {
      up = World.Up.of(metadata.text("world_up", ""));
    }
    World world = how.world(unit, up, notes);
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (Map.Entry<String, Tree> section : root.trees().entrySet()) {
      Tree c = section.getValue();
      if (!c.has("matrix")) {
        continue; // metadata and the like
      }
      if (c.number("rotation_count", 0) != 0) {
        notes.add(
            c.text("name", section.getKey())
                + ": rotation_count="
                + c.text("rotation_count", "")
                + " is not applied: turn images or intrinsics first");
      }
      cameras.add(how.ours(camera(section.getKey(), c), world, false));
    }
    if (cameras.isEmpty()) {
      throw new IOException(file + ": a section with a matrix is a camera, there is none");
    }
    return new Calibration(how.rig(), cameras, source, notes);
  }

  private static CalibratedCamera camera(String section, Tree c) throws IOException {
    double[] k = c.numbers("matrix", 9);
    double[] size = c.has("size") ? c.numbers("size", 2) : new double[2];
    double[] vector = c.numbers("rotation");
    double[] rotation = vector.length == 9 ? vector : Rotations.matrix(c.numbers("rotation", 3));
    return CalibratedCamera.of(
        c.text("name", section),
        (int) size[0],
        (int) size[1],
        k,
        rotation,
        c.numbers("translation", 3),
        Lenses.of(
            k,
            c.has("distortions") ? c.numbers("distortions") : new double[0],
            c.truth("fisheye")));
  }

  static String section(
      String name, CalibratedCamera camera, World world, int coefficients, String format) {
    Pinhole p = Pinhole.of(world.fromOurs(camera.worldToImage()));
    Lenses.refuseTwoCentres(camera, p, format);
    boolean fisheye = Lenses.fisheye(camera);
    return "["
        + name
        + "]\nname = "
        + Toml.quoted(camera.id())
        + "\nsize = "
        + Toml.row(camera.width(), camera.height())
        + "\nmatrix = "
        + Toml.matrix3(p.k())
        + "\ndistortions = "
        + Toml.row(Lenses.coefficients(camera, fisheye ? 4 : coefficients, format))
        + "\nrotation = "
        + Toml.row(Rotations.vector(p.rotation()))
        + "\ntranslation = "
        + Toml.row(p.translationMm())
        + "\nfisheye = "
        + fisheye
        + "\n\n";
  }
}
