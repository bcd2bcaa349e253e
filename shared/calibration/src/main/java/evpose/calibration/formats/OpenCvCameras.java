package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.calibration.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What people keep in OpenCV's FileStorage, one file a camera: camera_matrix,
 * distortion_coefficients, image_width, image_height as OpenCV's own calibration sample writes
 * them; and where the camera stands, for which OpenCV has no name: R (matrix or Rodrigues) or rvec,
 * T or tvec, as its functions call them. {@code fisheye: 1} for cv::fisheye.
 */
final class OpenCvCameras {
  private OpenCvCameras() {}

  /** Reads one of two names. */
  private static String either(Tree tree, String... names) throws IOException {
    for (String name : names) {
      if (tree.has(name)) {
        return name;
      }
    }
    throw tree.lacks(String.join(" or ", names), "numbers");
  }

  static boolean looksLike(String text) {
    return text.contains("camera_matrix") && text.contains("opencv");
  }

  static Calibration read(List<Path> files, List<Tree> trees, Reading how) throws IOException {
    List<String> notes = new ArrayList<>();
    Tree first = trees.get(0);
    World world =
        how.world(
            World.mmOf(first.text("units", "mm")), World.Up.of(first.text("world_up", "z")), notes);
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Tree c = trees.get(i);
      double[] k = c.numbers("camera_matrix", 9);
      double[] turn = c.numbers(either(c, "R", "rvec", "rotation"));
      String bend = c.has("dist_coeffs") ? "dist_coeffs" : "distortion_coefficients";
      CalibratedCamera camera =
          CalibratedCamera.of(
              c.text("camera_name", FileText.stem(files.get(i))),
              (int) c.number("image_width", how.width()),
              (int) c.number("image_height", how.height()),
              k,
              turn.length == 9 ? turn : Rotations.matrix(turn),
              c.numbers(either(c, "T", "tvec", "translation"), 3),
              Lenses.of(k, c.has(bend) ? c.numbers(bend) : new double[0], c.truth("fisheye")));
      cameras.add(how.ours(camera, world, false));
    }
    return new Calibration(how.rig(), cameras, "OpenCV FileStorage", notes);
  }

  /** A camera's numbers, in the order in which they are written. */
  record Numbers(Pinhole pinhole, double[] bend, boolean fisheye) {
    static Numbers of(CalibratedCamera camera, World world, String format) {
      Pinhole p = Pinhole.of(world.fromOurs(camera.worldToImage()));
      Lenses.refuseTwoCentres(camera, p, format);
      boolean fisheye = Lenses.fisheye(camera);
      int most = camera.lens() != null && camera.lens().coefficients().length > 5 ? 8 : 5;
      return new Numbers(p, Lenses.coefficients(camera, fisheye ? 4 : most, format), fisheye);
    }
  }
}
