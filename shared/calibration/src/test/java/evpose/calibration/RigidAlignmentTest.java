package evpose.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.calibration.RigidAlignment.Marker;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RigidAlignmentTest {
  @Test
  void aTurnedWorldIsFoundFromAnyDirection() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    Random random = new Random(4);
    for (double degrees : new double[] {0, 45, 100, 180, 261}) {
      double[] r = Rotations.matrix(new double[] {0.02, -0.03, Math.toRadians(degrees)});
      double[] t = {30, -150, 12};
      List<Marker> markers = new ArrayList<>();
      double[] pixel = new double[2];
      for (int i = 0; i < 200; i++) {
        double[] x = {random.nextInt(1000) - 500, random.nextInt(1000) - 500, random.nextInt(1800)};
        double[] y = Rotations.apply(r, x);
        cameras.get(i % 4).project(y[0] + t[0], y[1] + t[1], y[2] + t[2], pixel);
        double wrong = random.nextInt(20) == 0 ? 50 * random.nextGaussian() : 0;
        markers.add(new Marker(i % 4, x[0], x[1], x[2], pixel[0] + wrong, pixel[1]));
      }
      RigidAlignment found = RigidAlignment.of(cameras, markers);
      assertThat(found.translationMm()).containsExactly(t, within(2.0));
      assertThat(found.rotation()).containsExactly(r, within(3e-3));
    }
  }

  /** Medians stated with the data: 0.6 to 2.3 px, by camera. */
  @Test
  void dhp19sMarkersFallOnTheirPixels() throws IOException {
    Path folder = Path.of(System.getProperty("evpose.data", "../../../shared/data"), "dhp19");
    assumeTrue(Files.isDirectory(folder), "no DHP19 files beside the checkout: skipped");
    List<String[]> seen = rows(folder.resolve("Calibration_markers_2D.csv"));
    List<String[]> places = rows(folder.resolve("Calibration_markers_3D.csv"));
    List<ProjectionCamera> cameras = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      cameras.add(Dhp19Rig.byMatrix(number));
    }
    List<Marker> markers = new ArrayList<>();
    String camera = "";
    for (String[] row : seen) {
      camera = row[0].isBlank() ? camera : row[0];
      if (!camera.matches("\\d+") || !row[1].matches("\\d+")) {
        continue;
      }
      String[] place = placeOf(places, row[1]);
      for (int position = 0; position < 9; position++) {
        String u = row[2 + 2 * position];
        String x = place[2 + 3 * position];
        if (u.matches("\\d+") && !x.equals("NA")) {
          markers.add(
              new Marker(
                  Integer.parseInt(camera) - 1,
                  Double.parseDouble(x),
                  Double.parseDouble(place[3 + 3 * position]),
                  Double.parseDouble(place[4 + 3 * position]),
                  Double.parseDouble(u),
                  Double.parseDouble(row[3 + 2 * position])));
        }
      }
    }
    RigidAlignment found = RigidAlignment.of(cameras, markers);
    assertThat(markers).hasSize(1005);
    assertThat(found.rotation()[0]).isLessThan(-0.999);
    assertThat(found.translationMm())
        .containsExactly(new double[] {-2.4, 152.9, -0.5}, within(0.5));
    // P1 to P4, rounded up
    assertThat(found.medianPx()[0]).isLessThan(1.4);
    assertThat(found.medianPx()[1]).isLessThan(1.9);
    assertThat(found.medianPx()[2]).isLessThan(0.65);
    assertThat(found.medianPx()[3]).isLessThan(2.3);
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.strip().split(",", -1)).toList();
  }

  private static String[] placeOf(List<String[]> places, String point) {
    return places.stream()
        .filter(row -> row.length > 2 && row[1].equals(point))
        .findFirst()
        .orElseThrow();
  }
}
