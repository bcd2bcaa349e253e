package evpose.triangulation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The covariance beside the errors of the shipped network on people that it never saw: 200 steps,
 * half a second apart. Noise was fitted to the first person; the second only tests it.
 */
class HybridPosesTest {
  private static final double HALF = 2.366;
  private static final double NINE_IN_TEN = 6.251;

  private static List<String[]> rows() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        HybridPosesTest.class.getResourceAsStream("hybrid-poses.txt.gz"))),
                StandardCharsets.UTF_8))) {
      return lines.lines().skip(2).map(line -> line.split(" ", -1)).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "2, 4"})
  void ellipsoidsHoldAsManyJointsAsTheySay(int fromCamera, int toCamera) throws IOException {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras().subList(fromCamera, toCamera);
    RobustTriangulator triangulator = new RobustTriangulator();
    Joints3d out = new Joints3d();
    int n = 0;
    int inHalf = 0;
    int inNineInTen = 0;
    double error = 0;
    for (String[] row : rows()) {
      int joint = Integer.parseInt(row[1]);
      List<Joints2d> views = new ArrayList<>();
      for (int c = fromCamera; c < toCamera; c++) {
        Joints2d view = new Joints2d();
        double spread = number(row, 8 + 4 * c);
        view.set(
            joint,
            number(row, 5 + 4 * c),
            number(row, 6 + 4 * c),
            number(row, 7 + 4 * c),
            spread < 0 ? Double.NaN : spread);
        views.add(view);
      }
      triangulator.triangulate(cameras, views, out);
      if (!out.present(joint)) {
        continue;
      }
      double[] d = {
        out.xMm(joint) - number(row, 2),
        out.yMm(joint) - number(row, 3),
        out.zMm(joint) - number(row, 4)
      };
      double m2 = NoisyScene.mahalanobis2(out.covarianceMm2(joint), d[0], d[1], d[2]);
      n++;
      inHalf += m2 < HALF ? 1 : 0;
      inNineInTen += m2 < NINE_IN_TEN ? 1 : 0;
      error += Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    }
    assertThat(n).isGreaterThan(2500);
    assertThat(inHalf / (double) n).as("in 50 %").isBetween(0.45, 0.55);
    assertThat(inNineInTen / (double) n).as("in 90 %").isBetween(0.86, 0.94);
    assertThat(error / n).isLessThan(65);
  }

  private static double number(String[] row, int at) {
    return Double.parseDouble(row[at]);
  }
}
