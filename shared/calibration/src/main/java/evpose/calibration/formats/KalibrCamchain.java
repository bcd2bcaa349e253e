package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.calibration.World;
import evpose.camera.Lens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kalibr's {@code camchain.yaml}: pinhole cameras, each placed from the one before ({@code
 * T_cn_cnm1}); or all from the IMU ({@code T_cam_imu}), which then is the world. Metres. Without an
 * IMU the world is the first camera's frame: y down, so -y is up while that camera is level.
 */
final class KalibrCamchain implements CalibrationFormat {
  private static final double METRE = 1000;
  private static final double MICROS_PER_SECOND = 1e6;

  @Override
  public String name() {
    return "kalibr";
  }

  @Override
  public String about() {
    return "Kalibr: one YAML file (camchain), metres; the world is the first camera's frame, or the IMU's";
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    return Files.isRegularFile(file)
        && FileText.endsWith(file, ".yaml", ".yml")
        && FileText.text(file).contains("distortion_coeffs");
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    Tree root = Yaml.read(file);
    Map<String, Tree> cameras = root.trees();
    boolean imu = cameras.values().stream().allMatch(c -> c.has("T_cam_imu"));
    List<String> notes = new ArrayList<>();
    World world = how.world(METRE, imu ? World.Up.Z : World.Up.MINUS_Y, notes);
    notes.add("world: the frame of " + (imu ? "the IMU" : "the first camera"));
    List<CalibratedCamera> read = new ArrayList<>();
    double[] pose = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    for (Map.Entry<String, Tree> each : cameras.entrySet()) {
      Tree c = each.getValue();
      if (imu) {
        pose = c.numbers("T_cam_imu", 16);
      } else if (!read.isEmpty()) {
        pose = times(c.numbers("T_cn_cnm1", 16), pose);
      }
      read.add(how.ours(camera(each.getKey(), c, pose), world, false));
    }
    if (read.isEmpty()) {
      throw new IOException(file + ": cam0, cam1, ... are cameras, there is none");
    }
    return new Calibration(how.rig(), read, "Kalibr camchain", notes);
  }

  private static CalibratedCamera camera(String id, Tree c, double[] pose) throws IOException {
    if (!c.text("camera_model", "pinhole").equals("pinhole")) {
      throw c.lacks("camera_model", "pinhole");
    }
    double[] f = c.numbers("intrinsics", 4);
    double[] k = {f[0], 0, f[2], 0, f[1], f[3], 0, 0, 1};
    double[] size = c.numbers("resolution", 2);
    double[] r = {pose[0], pose[1], pose[2], pose[4], pose[5], pose[6], pose[8], pose[9], pose[10]};
    CalibratedCamera camera =
        CalibratedCamera.of(
            id,
            (int) size[0],
            (int) size[1],
            k,
            r,
            new double[] {pose[3], pose[7], pose[11]},
            lens(c, k));
    return new CalibratedCamera(
        id,
        camera.width(),
        camera.height(),
        camera.worldToImage(),
        camera.lens(),
        Math.round(c.number("timeshift_cam_imu", 0) * MICROS_PER_SECOND));
  }

  private static @Nullable Lens lens(Tree c, double[] k) throws IOException {
    String model = c.text("distortion_model", "none");
    return switch (model) {
      case "none" -> null;
      case "radtan" -> Lenses.of(k, c.numbers("distortion_coeffs"), false);
      case "equidistant" -> Lenses.of(k, c.numbers("distortion_coeffs"), true);
      default -> throw c.lacks("distortion_model", "radtan, equidistant or none");
    };
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    StringBuilder text = new StringBuilder();
    double[] before = new double[0];
    int n = 0;
    for (CalibratedCamera camera : calibration.cameras()) {
      World world = how.world(METRE, World.Up.Z);
      Pinhole p = Pinhole.of(world.fromOurs(camera.worldToImage()));
      Lenses.refuseSkew(camera, p, name());
      Lenses.refuseTwoCentres(camera, p, name());
      double[] pose = pose(p);
      text.append("# ").append(camera.id()).append("\ncam").append(n).append(":\n");
      if (n > 0) {
        text.append("  T_cn_cnm1:\n");
        rows(text, times(pose, inverse(before)));
      }
      boolean fisheye = Lenses.fisheye(camera);
      text.append("  camera_model: pinhole\n  intrinsics: ")
          .append(Toml.row(p.fx(), p.fy(), p.cx(), p.cy()))
          .append("\n  distortion_model: ")
          .append(fisheye ? "equidistant" : "radtan")
          .append("\n  distortion_coeffs: ")
          .append(Toml.row(Lenses.coefficients(camera, 4, name())))
          .append("\n  resolution: [")
          .append(camera.width())
          .append(", ")
          .append(camera.height())
          .append("]\n  rostopic: /")
          .append(camera.id())
          .append("\n  timeshift_cam_imu: ")
          .append(camera.timeOffsetMicros() / MICROS_PER_SECOND)
          .append("\n");
      before = pose;
      n++;
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static void rows(StringBuilder text, double[] m) {
    for (int row = 0; row < 4; row++) {
      text.append("  - ")
          .append(Toml.row(m[4 * row], m[4 * row + 1], m[4 * row + 2], m[4 * row + 3]))
          .append("\n");
    }
  }

  private static double[] pose(Pinhole p) {
    double[] r = p.rotation();
    double[] t = p.translationMm();
    return new double[] {
      r[0], r[1], r[2], t[0], r[3], r[4], r[5], t[1], r[6], r[7], r[8], t[2], 0, 0, 0, 1
    };
  }

  private static double[] inverse(double[] m) {
    double[] rt = {m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10]};
    double[] t = Rotations.apply(rt, new double[] {m[3], m[7], m[11]});
    return new double[] {
      rt[0], rt[1], rt[2], -t[0], rt[3], rt[4], rt[5], -t[1], rt[6], rt[7], rt[8], -t[2], 0, 0, 0, 1
    };
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = new double[16];
    for (int row = 0; row < 4; row++) {
      for (int c = 0; c < 4; c++) {
        for (int i = 0; i < 4; i++) {
          product[4 * row + c] += a[4 * row + i] * b[4 * i + c];
        }
      }
    }
    return product;
  }
}
