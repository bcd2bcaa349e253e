package evpose.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.temporal.TemporalDescription.Answer;
import evpose.triangulation.RobustTriangulator;
import evpose.weights.MalformedWeightsException;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedTriangulatorTest {
  private static final TemporalDescription SMALL =
      new TemporalDescription(117, 52, 16, 2, Answer.BLEND);
  private static final List<ProjectionCamera> PAIR =
      List.of(Dhp19Rig.rig().cameras().get(3), Dhp19Rig.rig().cameras().get(2));
  private static final int ROOM = 39;

  @TempDir Path dir;

  @Test
  void aBundleComesBackFromDiskAsItWas() throws IOException {
    TemporalBundle bundle = TemporalBundle.of(SMALL, PAIR, "ab".repeat(32), 10_000, random());
    Path file = dir.resolve("triangulation.safetensors");
    bundle.save(file);
    TemporalBundle back = TemporalBundle.load(file);
    assertThat(back.description()).isEqualTo(SMALL);
    assertThat(back.sha256()).isEqualTo(bundle.sha256());
    assertThat(back.hybridSha256()).isEqualTo("ab".repeat(32));
    LearnedTriangulator learned = new LearnedTriangulator(back);
    assertThat(learned.knows(PAIR)).isTrue();
    assertThat(learned.knows(List.of(PAIR.get(1), PAIR.get(0)))).isFalse();
    assertThat(learned.knows(PAIR.subList(0, 1))).isFalse();
    Path card = dir.resolve("triangulation.json");
    Files.writeString(card, Files.readString(card).replace("\"width\" : 16", "\"width\" : 17"));
    assertThatThrownBy(() -> TemporalBundle.load(file))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessageContaining("width must be a multiple of 8");
  }

  @Test
  void anAnswerDependsOnTheLastStepsOnly() {
    TemporalBundle bundle = TemporalBundle.of(SMALL, PAIR, "ab".repeat(32), 10_000, random());
    LearnedTriangulator learned = new LearnedTriangulator(bundle);
    LearnedTriangulator.Track all = learned.open(1);
    LearnedTriangulator.Track late = learned.open(1);
    Joints3d a = new Joints3d();
    Joints3d b = new Joints3d();
    Joints3d geometry = new Joints3d();
    int steps = 3 * learned.frames();
    for (int step = 0; step < steps; step++) {
      List<Joints2d> views = views(step);
      all.place(step, views, a);
      if (step >= steps - learned.frames()) {
        late.place(step, views, b);
      }
    }
    new RobustTriangulator().triangulate(PAIR, views(steps - 1), geometry);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      assertThat(a.present(j)).isEqualTo(geometry.present(j));
      assertThat(a.covarianceMm2(j)).isEqualTo(geometry.covarianceMm2(j));
      if (a.present(j)) {
        assertThat(b.xMm(j)).isEqualTo(a.xMm(j));
        assertThat(a.zMm(j)).isNotCloseTo(geometry.zMm(j), within(1e-3));
      }
    }
    assertThat(a.present(4)).isFalse();
  }

  @Test
  void aStepThatComesLateChangesWhatIsSaidAfterIt() {
    TemporalBundle bundle = TemporalBundle.of(SMALL, PAIR, "ab".repeat(32), 10_000, random());
    LearnedTriangulator learned = new LearnedTriangulator(bundle);
    LearnedTriangulator.Track inOrder = learned.open(10);
    LearnedTriangulator.Track late = learned.open(10);
    LearnedTriangulator.Track without = learned.open(10);
    Joints3d a = new Joints3d();
    Joints3d b = new Joints3d();
    Joints3d c = new Joints3d();
    Joints3d unused = new Joints3d();
    for (int step = 0; step < 100; step++) {
      inOrder.place(step, views(step), a);
      if (step != 95) {
        late.see(step, views(step), unused);
        without.place(step, views(step), c);
      }
    }
    late.place(95, views(95), unused);
    late.place(99, views(99), b);
    assertThat(numbers(b)).isEqualTo(numbers(a)).isNotEqualTo(numbers(c));

    late.place(90, views(90), b); // the last that is revisable
    inOrder.see(89, views(89), c);
    late.place(89, views(89), b);
    assertThat(numbers(b)).as("too old: geometry's").isEqualTo(numbers(c));
  }

  @Test
  void camerasAreKnownByWhereTheyStandInAnyOrder() {
    TemporalBundle bundle = TemporalBundle.of(SMALL, PAIR, "ab".repeat(32), 10_000, random());
    assertThat(bundle.order(PAIR)).containsExactly(0, 1);
    assertThat(bundle.order(List.of(PAIR.get(1), PAIR.get(0)))).containsExactly(1, 0);
    assertThat(bundle.order(List.of(PAIR.get(1), PAIR.get(1)))).isNull();
    assertThat(bundle.order(Dhp19Rig.rig().cameras())).isNull();
    assertThat(bundle.order(Dhp19Rig.rig().cameras().subList(1, 3))).isNull();
  }

  private static double[] numbers(Joints3d joints) {
    double[] numbers = new double[ROOM];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      numbers[3 * j] = joints.xMm(j);
      numbers[3 * j + 1] = joints.yMm(j);
      numbers[3 * j + 2] = joints.zMm(j);
    }
    return numbers;
  }

  private static Tensors random() {
    return SMALL.random(7);
  }

  /** A body that moves a little; its left elbow is never seen. */
  private static List<Joints2d> views(int step) {
    List<Joints2d> views = List.of(new Joints2d(), new Joints2d());
    double[] pixel = new double[2];
    for (int c = 0; c < 2; c++) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        if (j != 4) {
          double x = 100 * Math.sin(j + 0.1 * step);
          PAIR.get(c).project(x, 80 * Math.cos(2 * j), 300 + 100 * j, pixel);
          views.get(c).set(j, pixel[0], pixel[1], 0.8, 2);
        }
      }
    }
    return views;
  }

  @Test
  void aWindowOfAnotherSizeIsRefused() {
    TemporalEngine engine = new TemporalEngine(SMALL, random());
    assertThatThrownBy(() -> engine.run(new float[117 * 26]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channels=117, frames=27, numbers=3042");
  }
}
