package evpose.triangulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobustTriangulatorTest {
  private static final double NOISE_PX = 2;

  /** 13 joints each: the ratio of two sums of squares over 26 000 points is known to about 1 %. */
  private static final int POSES = 2000;

  /** chi²(3): half, and nine in ten. */
  private static final double HALF = 2.366;

  private static final double NINE_IN_TEN = 6.251;

  private final Triangulator triangulator = new RobustTriangulator();
  private final Joints3d out = new Joints3d();

  static Stream<List<ProjectionCamera>> rigs() {
    return Stream.concat(
        IntStream.of(2, 3, 4, 8, 16).mapToObj(NoisyScene::rig),
        IntStream.of(3, 4, 16).mapToObj(NoisyScene::bent));
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void noEstimatorIsMuchBetter(List<ProjectionCamera> cameras) {
    NoisyScene scene = new NoisyScene(cameras, 11);
    double squared = 0;
    double bound = 0;
    int inHalf = 0;
    int inNineInTen = 0;
    int n = 0;
    for (int i = 0; i < POSES; i++) {
      scene.next(NOISE_PX, 0);
      triangulator.triangulate(scene.cameras, scene.views, out);
      for (int j = 0; j < Skeleton.JOINTS; j++, n++) {
        double error = scene.errorMm(out, j);
        squared += error * error;
        bound += scene.boundMm2(j, NOISE_PX);
        double m2 = scene.mahalanobis2(out, j);
        inHalf += m2 < HALF ? 1 : 0;
        inNineInTen += m2 < NINE_IN_TEN ? 1 : 0;
      }
    }
    double ratio = Math.sqrt(squared / bound);
    assertThat(ratio).as("%d views", cameras.size()).isBetween(0.97, 1.05);
    assertThat(inHalf / (double) n).isBetween(0.45, 0.55);
    assertThat(inNineInTen / (double) n).isBetween(0.86, 0.94);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16})
  void wrongViewsAreLeftOut(int cameras) {
    NoisyScene scene = new NoisyScene(cameras, 12);
    Joints3d plain = new Joints3d();
    WeightedDlt dlt = new WeightedDlt();
    double robustSum = 0;
    double plainSum = 0;
    double robust2 = 0;
    double plain2 = 0;
    int n = 0;
    int one = 0;
    int oneDropped = 0;
    int missing = 0;
    for (int i = 0; i < POSES; i++) {
      scene.next(NOISE_PX, 0.05);
      triangulator.triangulate(scene.cameras, scene.views, out);
      dlt.triangulate(scene.cameras, scene.views, plain);
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        if (scene.wrongViews(j) == 1) {
          one++;
          oneDropped +=
              out.verdict(j) == Verdict.VIEWS_DROPPED && out.views(j) == cameras - 1 ? 1 : 0;
        }
        if (!out.present(j) || !plain.present(j)) {
          missing++;
          continue;
        }
        n++;
        robustSum += scene.errorMm(out, j);
        plainSum += scene.errorMm(plain, j);
        robust2 += Math.pow(scene.errorMm(out, j), 2);
        plain2 += Math.pow(scene.errorMm(plain, j), 2);
      }
    }
    assertThat(plainSum / robustSum).isGreaterThan(2);
    assertThat(Math.sqrt(plain2 / robust2)).isGreaterThan(2);
    assertThat(oneDropped).isGreaterThan(one * 9 / 10);
    assertThat(missing).isLessThan(n / 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void withFewViewsWrongOnesAreFlagged(int cameras) {
    NoisyScene scene = new NoisyScene(cameras, 13);
    int wrong = 0;
    int flagged = 0;
    int wrongAndFar = 0;
    int farAndFlagged = 0;
    int sound = 0;
    int soundFlagged = 0;
    for (int i = 0; i < POSES; i++) {
      scene.next(NOISE_PX, 0.05);
      triangulator.triangulate(scene.cameras, scene.views, out);
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        boolean doubtful = out.verdict(j) != Verdict.PLACED;
        if (scene.wrongViews(j) > 0) {
          wrong++;
          flagged += doubtful ? 1 : 0;
          if (scene.epipolarPx(j) > 10) {
            wrongAndFar++;
            farAndFlagged += doubtful ? 1 : 0;
          }
        } else {
          sound++;
          soundFlagged += doubtful ? 1 : 0;
        }
      }
    }
    assertThat(flagged).isGreaterThan(wrong * 8 / 10);
    assertThat(farAndFlagged).isGreaterThan(wrongAndFar * 98 / 100);
    assertThat(soundFlagged).isLessThan(sound / 200);
  }

  @Test
  void aFlaggedJointSaysHowLittleItIsWorth() {
    NoisyScene scene = new NoisyScene(2, 14);
    scene.next(0, 0);
    triangulator.triangulate(scene.cameras, scene.views, out);
    double trace = out.covarianceMm2(0)[0] + out.covarianceMm2(0)[3] + out.covarianceMm2(0)[5];
    scene.views.get(0).set(0, scene.views.get(0).x(0), scene.views.get(0).y(0) + 40, 1);
    triangulator.triangulate(scene.cameras, scene.views, out);
    assertThat(out.verdict(0)).isEqualTo(Verdict.VIEWS_DISAGREE);
    assertThat(out.confidence(0)).isLessThan(0.2);
    assertThat(out.covarianceMm2(0)[0] + out.covarianceMm2(0)[3] + out.covarianceMm2(0)[5])
        .isGreaterThan(20 * trace);
    assertThat(out.verdict(1)).isEqualTo(Verdict.PLACED);
  }

  @Test
  void aPointBehindTheCamerasIsNone() {
    NoisyScene scene = new NoisyScene(2, 15);
    scene.next(0, 0);
    // seen as if mirrored about the middle between two cameras that look at one another's side
    scene.views.get(0).set(0, 1, 120, 1);
    scene.views.get(1).set(0, 345, 120, 1);
    triangulator.triangulate(scene.cameras, scene.views, out);
    assertThat(out.present(0) && out.verdict(0) == Verdict.PLACED).isFalse();
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Triangulator each : List.of(triangulator, new WeightedDlt(), new RayIntersection())) {
      NoisyScene scene = new NoisyScene(8, 16);
      scene.next(NOISE_PX, 0.1);
      for (int i = 0; i < 2000; i++) {
        each.triangulate(scene.cameras, scene.views, out);
      }
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) { // the JIT and the bean itself allocate now and then
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 100; i++) {
          each.triangulate(scene.cameras, scene.views, out);
        }
        least =
            Math.min(
                least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
      }
      assertThat(least).as(each.getClass().getSimpleName()).isLessThan(1000);
    }
  }
}
