package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.hybrid.djl.TemporalDescription.Answer;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.RobustTriangulator;
import evpose.weights.MalformedWeightsException;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainableTemporalTest {
  private static final TemporalDescription SMALL =
      new TemporalDescription(117, 52, 16, 2, Answer.BLEND);
  private static final List<ProjectionCamera> PAIR =
      List.of(Dhp19Rig.rig().cameras().get(3), Dhp19Rig.rig().cameras().get(2));
  private static final int BATCH = 16;
  private static final int ROOM = 39;

  @TempDir Path dir;

  /** The truth stands still, what geometry says of it trembles: the answer is in the past. */
  private static void tremble(SplittableRandom random, float[] windows, float[] targets) {
    int frames = SMALL.frames();
    for (int b = 0; b < BATCH; b++) {
      for (int c = 0; c < SMALL.channels(); c++) {
        float still = (float) (random.nextDouble() - 0.5);
        if (c >= 78) {
          targets[b * ROOM + c - 78] = still;
        }
        for (int t = 0; t < frames; t++) {
          windows[(b * SMALL.channels() + c) * frames + t] =
              still + (float) (0.4 * (random.nextDouble() - 0.5));
        }
      }
    }
  }

  @Test
  void learnsToLookBackWhereGeometryTrembles() {
    float[] windows = new float[BATCH * SMALL.channels() * SMALL.frames()];
    float[] targets = new float[BATCH * ROOM];
    SplittableRandom random = new SplittableRandom(3);
    try (TrainableTemporal network = new TrainableTemporal(SMALL, SMALL.random(1), 1, 1)) {
      double first = 0;
      double last = 0;
      for (int i = 0; i < 300; i++) {
        tremble(random, windows, targets);
        double loss = network.train(windows, targets, BATCH, 0, 4e-3, i);
        first += i < 10 ? loss / 10 : 0;
        last += i >= 290 ? loss / 10 : 0;
        if (i % 50 == 0) {
          System.gc(); // a number kept in Java's memory would be gone before the backward pass
        }
      }
      double geometry = 0.19; // mean length of three errors uniform in ±0.2
      assertThat(first).isGreaterThan(geometry);
      assertThat(last).isLessThan(0.95 * geometry);
    }
  }

  @Test
  void goesOnFromItsStateAsIfItHadNeverStopped() {
    float[] windows = new float[BATCH * SMALL.channels() * SMALL.frames()];
    float[] targets = new float[BATCH * ROOM];
    tremble(new SplittableRandom(5), windows, targets);
    try (TrainableTemporal through = new TrainableTemporal(SMALL, SMALL.random(1), 1, 1);
        TrainableTemporal resumed = new TrainableTemporal(SMALL, SMALL.random(2), 1, 1)) {
      through.train(windows, targets, BATCH, 0.2, 1e-3, 1);
      resumed.restoreWeights(through.weights());
      resumed.restoreOptimiser(through.optimiserState(), through.updates());
      double a = through.train(windows, targets, BATCH, 0.2, 1e-3, 2);
      double b = resumed.train(windows, targets, BATCH, 0.2, 1e-3, 2);
      assertThat(b).isEqualTo(a);
      assertThat(resumed.run(windows, BATCH)).isEqualTo(through.run(windows, BATCH));
    }
  }

  @Test
  void aBundleComesBackFromDiskAsItWas() throws IOException {
    TemporalBundle bundle = TemporalBundle.of(SMALL, PAIR, "ab".repeat(32), 10_000, random());
    Path file = dir.resolve("triangulation.safetensors");
    bundle.save(file);
    TemporalBundle back = TemporalBundle.load(file);
    assertThat(back.description()).isEqualTo(SMALL);
    assertThat(back.sha256()).isEqualTo(bundle.sha256());
    assertThat(back.hybridSha256()).isEqualTo("ab".repeat(32));
    try (LearnedTriangulator learned = new LearnedTriangulator(back)) {
      assertThat(learned.knows(PAIR)).isTrue();
      assertThat(learned.knows(List.of(PAIR.get(1), PAIR.get(0)))).isFalse();
      assertThat(learned.knows(PAIR.subList(0, 1))).isFalse();
    }
    Path card = dir.resolve("triangulation.json");
    Files.writeString(card, Files.readString(card).replace("\"width\" : 16", "\"width\" : 17"));
    assertThatThrownBy(() -> TemporalBundle.load(file))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessageContaining("width must be a multiple of 8");
  }

  @Test
  void anAnswerDependsOnTheLastStepsOnly() throws IOException {
    TemporalBundle bundle = TemporalBundle.of(SMALL, PAIR, "ab".repeat(32), 10_000, random());
    try (LearnedTriangulator learned = new LearnedTriangulator(bundle)) {
      LearnedTriangulator.Track all = learned.open();
      LearnedTriangulator.Track late = learned.open();
      Joints3d a = new Joints3d();
      Joints3d b = new Joints3d();
      Joints3d geometry = new Joints3d();
      assertThatThrownBy(() -> all.place(a)).hasMessage("no step was seen yet");
      int steps = 3 * learned.frames();
      for (int step = 0; step < steps; step++) {
        List<Joints2d> views = views(step);
        all.see(views);
        if (step >= steps - learned.frames()) {
          late.see(views);
        }
      }
      all.place(a);
      late.place(b);
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
}
