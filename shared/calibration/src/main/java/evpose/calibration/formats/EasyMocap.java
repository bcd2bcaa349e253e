package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.calibration.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * EasyMocap's folder with {@code intri.yml} and {@code extri.yml} (OpenCV FileStorage): {@code
 * names}, and for each K_, dist_, R_ (Rodrigues), Rot_, T_. Metres. The sensor's size is usually
 * absent; then it is taken as twice the principal point, and said so.
 */
final class EasyMocap implements CalibrationFormat {
  private static final double METRE = 1000;

  @Override
  public String name() {
    return "easymocap";
  }

  @Override
  public String about() {
    return "EasyMocap: a folder with intri.yml and extri.yml, metres, no sensor size";
  }

  @Override
  public boolean recognises(Path file) {
    return Files.isRegularFile(file.resolve("intri.yml"))
        && Files.isRegularFile(file.resolve("extri.yml"));
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    Tree intri = Yaml.read(file.resolve("intri.yml"));
    Tree extri = Yaml.read(file.resolve("extri.yml"));
    List<String> notes = new ArrayList<>();
    World world = how.world(METRE, World.Up.Z, notes);
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (String id : intri.texts("names")) {
      double[] k = intri.numbers("K_" + id, 9);
      double[] rotation =
          extri.has("Rot_" + id)
              ? extri.numbers("Rot_" + id, 9)
              : Rotations.matrix(extri.numbers("R_" + id, 3));
      int width = (int) intri.number("W_" + id, how.width());
      int height = (int) intri.number("H_" + id, how.height());
      if (width == 0 || height == 0) {
        width = (int) Math.round(2 * k[2]);
        height = (int) Math.round(2 * k[5]);
        notes.add(id + ": size taken as twice the principal point: " + width + "x" + height);
      }
      double[] bend = intri.has("dist_" + id) ? intri.numbers("dist_" + id) : new double[0];
      CalibratedCamera camera =
          CalibratedCamera.of(
              id,
              width,
              height,
              k,
              rotation,
              extri.numbers("T_" + id, 3),
              Lenses.of(k, bend, false));
      cameras.add(how.ours(camera, world, false));
    }
    return new Calibration(how.rig(), cameras, "EasyMocap", notes);
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    World world = how.world(METRE, World.Up.Z);
    StringBuilder names = new StringBuilder("%YAML:1.0\n---\nnames:\n");
    StringBuilder intri = new StringBuilder();
    StringBuilder extri = new StringBuilder();
    for (CalibratedCamera camera : calibration.cameras()) {
      String id = camera.id();
      Pinhole p = Pinhole.of(world.fromOurs(camera.worldToImage()));
      Lenses.refuseTwoCentres(camera, p, name());
      if (Lenses.fisheye(camera)) {
        throw new IllegalArgumentException(name() + " has no fisheye lenses: camera=" + id);
      }
      names.append("   - \"").append(id).append("\"\n");
      intri.append(Yaml.openCvMatrix("K_" + id, 3, 3, p.k()));
      intri.append(Yaml.openCvMatrix("dist_" + id, 1, 5, Lenses.coefficients(camera, 5, name())));
      intri.append("H_" + id + ": " + camera.height() + "\nW_" + id + ": " + camera.width() + "\n");
      extri.append(Yaml.openCvMatrix("R_" + id, 3, 1, Rotations.vector(p.rotation())));
      extri.append(Yaml.openCvMatrix("Rot_" + id, 3, 3, p.rotation()));
      extri.append(Yaml.openCvMatrix("T_" + id, 3, 1, p.translationMm()));
    }
    Files.createDirectories(file);
    Files.writeString(file.resolve("intri.yml"), names.toString() + intri, StandardCharsets.UTF_8);
    Files.writeString(file.resolve("extri.yml"), names.toString() + extri, StandardCharsets.UTF_8);
  }
}
