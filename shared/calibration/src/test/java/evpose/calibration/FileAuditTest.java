package evpose.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.Lens;
import evpose.camera.RingRig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileAuditTest {
  static Stream<CameraRig> rigs() {
    return Stream.of(Dhp19Rig.rig(), RingRig.of(2), RingRig.of(3), RingRig.of(8), RingRig.of(16));
  }

  private static Calibration of(CameraRig rig, UnaryOperator<double[]> change, boolean firstOnly) {
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (var camera : rig.cameras()) {
      CalibratedCamera c = CalibratedCamera.of(camera);
      cameras.add(
          firstOnly && !cameras.isEmpty() ? c : c.withMatrix(change.apply(c.worldToImage())));
    }
    return new Calibration(rig.id(), cameras, "", List.of());
  }

  private static List<String> faults(Calibration calibration) {
    return FileAudit.audit(calibration).stream().map(f -> f.camera() + " " + f.fault()).toList();
  }

  private static List<String> each(CameraRig rig, String fault) {
    return rig.cameras().stream().map(c -> c.id() + " " + fault).toList();
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aSoundRigHasNoFindings(CameraRig rig) {
    assertThat(FileAudit.audit(of(rig, p -> p, false))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void rowsThatAreCountedUpwardsAreSeen(CameraRig rig) {
    UnaryOperator<double[]> flip =
        p -> {
          for (int c = 0; c < 4; c++) {
            p[4 + c] = 260 * p[8 + c] - p[4 + c];
          }
          return p;
        };
    assertThat(faults(of(rig, flip, false))).isEqualTo(each(rig, "rows-not-flipped"));
    assertThat(faults(of(rig, flip, true))).containsExactly("cam0 rows-not-flipped");
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void exchangedColumnsAndRowsAreSeen(CameraRig rig) {
    UnaryOperator<double[]> swap =
        p -> {
          for (int c = 0; c < 4; c++) {
            double x = p[c];
            p[c] = p[4 + c];
            p[4 + c] = x;
          }
          return p;
        };
    assertThat(faults(of(rig, swap, false))).isEqualTo(each(rig, "x-y-swapped"));
    assertThat(faults(of(rig, swap, true))).containsExactly("cam0 x-y-swapped");
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aMirroredWorldIsSeen(CameraRig rig) {
    UnaryOperator<double[]> mirror =
        p -> {
          for (int row = 0; row < 3; row++) {
            p[4 * row] = -p[4 * row];
          }
          return p;
        };
    assertThat(faults(of(rig, mirror, false))).isEqualTo(each(rig, "mirrored"));
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aWorldWhoseZPointsDownIsSeen(CameraRig rig) {
    UnaryOperator<double[]> turn = p -> new World(1, World.Up.MINUS_Z).fromOurs(p);
    assertThat(faults(of(rig, turn, false))).isEqualTo(each(rig, "upside-down"));
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void metresAreSeen(CameraRig rig) {
    List<Finding> found =
        FileAudit.audit(of(rig, p -> new World(1000, World.Up.Z).fromOurs(p), false));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).fault()).isEqualTo("units");
    assertThat(found.get(0).camera()).isEmpty();
    assertThat(found.get(0).evidence())
        .matches(
            "where the axes meet the images are 2\\.\\d+ mm high, a person with room to move needs a metre or"
                + " more: as m they would be 2\\.\\d m \\(--units m\\)");
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aMatrixWithoutRankAndATwinAreSeen(CameraRig rig) {
    UnaryOperator<double[]> flat =
        p -> {
          System.arraycopy(p, 0, p, 4, 4);
          return p;
        };
    assertThat(faults(of(rig, flat, true))).contains("cam0 no-rank");
    double[] first = rig.cameras().get(0).worldToImage();
    List<CalibratedCamera> twins = new ArrayList<>();
    rig.cameras().forEach(c -> twins.add(CalibratedCamera.of(c)));
    twins.set(1, twins.get(1).withMatrix(first));
    assertThat(faults(new Calibration("twins", twins, "", List.of()))).contains("cam1 same-place");
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aLensThatFoldsAndPixelsThatNobodyMakesAreSeen(CameraRig rig) {
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (var camera : rig.cameras()) {
      CalibratedCamera c = CalibratedCamera.of(camera);
      Lens fold = new Lens(Lens.Model.BROWN_CONRADY, 330, 330, 162, 130, -1.5);
      cameras.add(
          cameras.isEmpty()
              ? new CalibratedCamera(c.id(), c.width(), c.height(), c.worldToImage(), fold, 0)
              : c);
    }
    assertThat(faults(new Calibration("bent", cameras, "", List.of())))
        .containsExactly("cam0 lens");
    UnaryOperator<double[]> oblong =
        p -> {
          for (int c = 0; c < 4; c++) {
            p[c] *= 2;
          }
          return p;
        };
    assertThat(faults(of(rig, oblong, true))).contains("cam0 intrinsics");
  }
}
