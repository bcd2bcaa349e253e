package evpose.calibration.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.calibration.World;
import evpose.camera.Dhp19Rig;
import evpose.camera.Lens;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
  /** Matrices taken apart and put together again, numbers as text with 17 digits. */
  private static final double SAME_PX = 1e-7;

  @TempDir Path folder;

  /** A ring of three: one straight lens, one bent by k coefficients, one with a time offset. */
  private static Calibration rig(int coefficients, boolean fisheye, long offset) {
    List<CalibratedCamera> cameras = new ArrayList<>();
    double[] bend = {-0.3, 0.1, 1e-3, -2e-3, -0.01};
    for (ProjectionCamera c : RingRig.of(3).cameras()) {
      Lens lens =
          cameras.size() == 1 && coefficients > 0
              ? new Lens(
                  Lens.Model.BROWN_CONRADY, 330, 330, 162, 130, Arrays.copyOf(bend, coefficients))
              : cameras.size() == 2 && fisheye
                  ? new Lens(Lens.Model.KANNALA_BRANDT, 330, 330, 162, 130, -0.02, 3e-3, 0, 1e-4)
                  : null;
      cameras.add(
          new CalibratedCamera(
              c.id(), 346, 260, c.worldToImage(), lens, cameras.size() == 2 ? offset : 0));
    }
    return new Calibration("ring", cameras, "a test", List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "anipose, calibration.toml, 5, true",
    "pose2sim, Calib_scene.toml, 4, true",
    "opencv, opencv, 5, true",
    "opencv-xml, xml, 5, true",
    "ros, ros, 5, true",
    "easymocap, mocap, 5, false",
    "dhp19-json, matrices.json, 0, false",
    "matlab, matrices.mat, 0, false",
    "evpose, rig.json, 5, true"
  })
  void whatIsWrittenIsReadBack(String format, String file, int coefficients, boolean fisheye)
      throws IOException {
    long offset = format.equals("evpose") ? -30_000 : 0;
    Calibration calibration = rig(coefficients, fisheye, offset);
    Path at = folder.resolve(file);
    Formats.named(format).write(calibration, at, Writing.USUAL);
    assertThat(Formats.of(at).name()).isEqualTo(format);
    Calibration back = Formats.read(at, Reading.of("ring"));
    assertThat(back.cameras()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertSame(calibration.cameras().get(i), back.cameras().get(i));
      assertThat(back.cameras().get(i).timeOffsetMicros())
          .isEqualTo(calibration.cameras().get(i).timeOffsetMicros());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "anipose, a.toml, 1000, y",
    "pose2sim, Calib.toml, 25.4, -z",
    "opencv, o, 10, -y",
    "ros, r, 1000, x",
    "easymocap, e, 1, z",
    "dhp19, d, 10, y"
  })
  void everyUnitAndEveryUp(String format, String file, double mmPerUnit, String up)
      throws IOException {
    Calibration calibration = rig(0, false, 0);
    Path at = folder.resolve(file);
    World.Up axis = World.Up.of(up);
    Formats.named(format).write(calibration, at, new Writing(mmPerUnit, axis));
    Calibration back = Formats.read(at, new Reading("ring", mmPerUnit, axis, null, 0, 0));
    for (int i = 0; i < 3; i++) {
      double[] was = calibration.cameras().get(i).worldToImage();
      assertSameMatrix(was, back.cameras().get(i).worldToImage());
    }
  }

  @Test
  void kalibrKeepsWhereCamerasStandFromOneAnother() throws IOException {
    Calibration calibration = rig(4, true, -30_000);
    Path at = folder.resolve("camchain.yaml");
    Formats.named("kalibr").write(calibration, at, Writing.USUAL);
    assertThat(Formats.of(at).name()).isEqualTo("kalibr");
    Calibration back = Formats.read(at, Reading.of("ring"));
    assertThat(back.notes()).contains("world: the frame of the first camera");
    Pinhole was0 = Pinhole.of(calibration.cameras().get(0).worldToImage());
    Pinhole is0 = Pinhole.of(back.cameras().get(0).worldToImage());
    for (int i = 0; i < 3; i++) {
      Pinhole was = Pinhole.of(calibration.cameras().get(i).worldToImage());
      Pinhole is = Pinhole.of(back.cameras().get(i).worldToImage());
      assertThat(is.k()).containsExactly(was.k(), within(1e-9));
      assertThat(turnFrom(is0, is)).containsExactly(turnFrom(was0, was), within(1e-12));
      assertThat(distance(is0, is)).isCloseTo(distance(was0, was), within(1e-6));
      assertSameLens(calibration.cameras().get(i), back.cameras().get(i));
    }
    assertThat(back.cameras().get(2).timeOffsetMicros()).isEqualTo(-30_000);
    assertThat(is0.centreMm()).containsExactly(new double[3], within(1e-9));
    assertThat(is0.rotation()[5]).as("its down is our -z").isCloseTo(-1, within(1e-12));
  }

  private static double[] turnFrom(Pinhole a, Pinhole b) {
    double[] r = a.rotation();
    double[] t = {r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]};
    return Rotations.times(b.rotation(), t);
  }

  private static double distance(Pinhole a, Pinhole b) {
    double[] p = a.centreMm();
    double[] q = b.centreMm();
    return Math.sqrt(
        Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
  }

  @Test
  void dhp19sOwnMatricesBecomeItsRig() throws IOException {
    Path at = folder.resolve("dhp19");
    List<CalibratedCamera> named = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      named.add(CalibratedCamera.of(Dhp19Rig.byMatrix(number)));
    }
    Formats.named("dhp19").write(new Calibration("dhp19", named, "", List.of()), at, Writing.USUAL);
    assertThat(Files.size(at.resolve("P1.npy"))).isEqualTo(224);
    Calibration back = Formats.read(at, Reading.of("dhp19"));
    assertThat(back.notes())
        .containsExactly(
            "units: taken as mm, as this format usually means",
            "up: taken as z, as this format usually means",
            "rows: taken as counted upwards, as DHP19's are: row = height - v",
            "size: taken as 346x260, as DHP19's");
    for (int i = 0; i < 4; i++) {
      assertSame(named.get(i), back.cameras().get(i));
    }
  }

  @Test
  void theReleasedMatricesAreThoseInHere() throws IOException {
    Path released = Path.of(System.getProperty("evpose.data", "../../../shared/data"), "dhp19");
    assumeTrue(Files.isDirectory(released), "no DHP19 files beside the checkout: skipped");
    Calibration read = Formats.named("dhp19").read(released, Reading.of("dhp19"));
    assertThat(read.cameras()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertSame(CalibratedCamera.of(Dhp19Rig.byMatrix(i + 1)), read.cameras().get(i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "opencv-5.1.0, opencv",
    "opencv-xml-5.1.0, opencv-xml",
    "easymocap-opencv-5.1.0, easymocap",
    "numpy-2, dhp19",
    "scipy-1.17.mat, matlab",
    "calibration-aniposelib-0.8.0.toml, anipose",
    "calib_pose2sim-tomli-w-1.2.0.toml, pose2sim",
    "camchain-pyyaml-6.0.4.yaml, kalibr",
    "ros-pyyaml-6.0.4, ros"
  })
  void filesThatOtherLibrariesWroteAreRead(String file, String format)
      throws IOException, URISyntaxException {
    Path at = Path.of(Objects.requireNonNull(getClass().getResource("/interop/" + file)).toURI());
    assertThat(Formats.of(at).name()).isEqualTo(format);
    Calibration read = Formats.read(at, new Reading("r", null, null, null, 346, 260));
    assertThat(read.cameras()).hasSize(2);
    boolean bare = format.equals("dhp19") || format.equals("matlab");
    double[] pixel = new double[2];
    for (int i = 0; i < 2; i++) {
      CalibratedCamera camera = read.cameras().get(i);
      assertThat(camera.width()).isEqualTo(346);
      assertThat(camera.height()).isEqualTo(260);
      camera.toCamera().project(POINT[0], POINT[1], POINT[2], pixel);
      double[] seen = bare ? SEEN_STRAIGHT[i] : SEEN[i];
      assertThat(pixel).as(camera.id()).containsExactly(seen, within(2e-6));
    }
  }

  /** mm, z up, and where cv2.projectPoints sees it; see src/test/python/interop.py. */
  private static final double[] POINT = {-500, -700, 1600};

  private static final double[][] SEEN = {
    {73.17250814191222, 56.422146755399325}, {196.75714673947252, 53.86572258018835}
  };
  private static final double[][] SEEN_STRAIGHT = {
    {68.69220764267467, 52.949026224085145}, {196.75714673947252, 53.86572258018835}
  };

  @Test
  void saysWhatAFormatCannotSay() {
    Calibration bent = rig(5, true, 0);
    assertThatThrownBy(() -> Formats.named("dhp19").write(bent, folder.resolve("x"), Writing.USUAL))
        .hasMessage("dhp19 cannot say that a lens bends: camera=cam1");
    assertThatThrownBy(
            () -> Formats.named("pose2sim").write(bent, folder.resolve("x"), Writing.USUAL))
        .hasMessageStartingWith(
            "pose2sim has at most 4 distortion coefficients: camera=cam1, coefficients=[-0.3,");
    assertThatThrownBy(
            () -> Formats.named("easymocap").write(bent, folder.resolve("x"), Writing.USUAL))
        .hasMessage("easymocap has no fisheye lenses: camera=cam2");
    Calibration skewed =
        new Calibration(
            "dhp19",
            Dhp19Rig.rig().cameras().stream().map(CalibratedCamera::of).toList(),
            "",
            List.of());
    assertThatThrownBy(
            () -> Formats.named("kalibr").write(skewed, folder.resolve("x"), Writing.USUAL))
        .hasMessageStartingWith("kalibr cannot say that pixels are skewed: camera=cam0, skew=");
  }

  @Test
  void saysWhereAFileIsWrong() throws IOException {
    Path toml =
        Files.writeString(folder.resolve("c.toml"), "[cam_0]\nname = 'a'\nmatrix = [1, 2]\n");
    assertThatThrownBy(() -> Formats.read(toml, Reading.of("r")))
        .hasMessage(toml + ", /cam_0/matrix must be there and be 9 numbers");
    Path none = Files.writeString(folder.resolve("n.toml"), "[x]\ny = 1\n");
    assertThatThrownBy(() -> Formats.read(none, Reading.of("r")))
        .hasMessage(none + ": a section with a matrix is a camera, there is none");
    Path torn = Files.writeString(folder.resolve("t.toml"), "[cam_0\n");
    assertThatThrownBy(() -> Formats.read(torn, Reading.of("r")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(torn + ": no TOML: ");
    Path npy = Files.write(folder.resolve("P1.npy"), new byte[30]);
    assertThatThrownBy(() -> Formats.read(npy, Reading.of("r")))
        .hasMessage(npy + ", byte 0: no NumPy array");
    Path text = Files.writeString(folder.resolve("a.txt"), "hello");
    assertThatThrownBy(() -> Formats.read(text, Reading.of("r")))
        .hasMessageStartingWith(
            "no calibration that is known here; name the format if it is one: file=");
    Path yaml =
        Files.writeString(folder.resolve("y.yaml"), "distortion_coeffs: !!java.net.URL [x]");
    assertThatThrownBy(() -> Formats.read(yaml, Reading.of("r")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(yaml + ": no YAML: ");
    assertThatThrownBy(() -> Formats.named("caliscope"))
        .hasMessageStartingWith("formats are evpose, dhp19,");
  }

  private static void assertSame(CalibratedCamera a, CalibratedCamera b) {
    assertThat(b.id()).isEqualTo(a.id());
    assertThat(b.width()).isEqualTo(a.width());
    assertThat(b.height()).isEqualTo(a.height());
    assertSameLens(a, b);
    assertSameMatrix(a.worldToImage(), b.worldToImage());
  }

  private static void assertSameLens(CalibratedCamera a, CalibratedCamera b) {
    assertThat(b.lens() == null).isEqualTo(a.lens() == null);
    Lens lens = a.lens();
    Lens back = b.lens();
    if (lens != null && back != null) {
      assertThat(back.model()).isEqualTo(lens.model());
      assertThat(new double[] {back.fx(), back.fy(), back.cx(), back.cy()})
          .containsExactly(new double[] {lens.fx(), lens.fy(), lens.cx(), lens.cy()}, within(1e-9));
      assertThat(back.coefficients()).containsExactly(lens.coefficients(), within(1e-15));
    }
  }

  private static void assertSameMatrix(double[] a, double[] b) {
    double[] p = new double[2];
    double[] q = new double[2];
    ProjectionCamera was = new ProjectionCamera("a", 1, 1, a);
    ProjectionCamera is = new ProjectionCamera("b", 1, 1, b);
    for (double[] x : new double[][] {{0, 0, 900}, {400, -300, 1700}, {-500, 200, 10}}) {
      assertThat(was.project(x[0], x[1], x[2], p)).isTrue();
      assertThat(is.project(x[0], x[1], x[2], q)).isTrue();
      assertThat(q).containsExactly(p, within(SAME_PX));
    }
  }
}
