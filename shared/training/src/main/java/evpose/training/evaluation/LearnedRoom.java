package evpose.training.evaluation;

import evpose.camera.ProjectionCamera;
import evpose.datasets.Take;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.temporal.LearnedTriangulator;
import evpose.temporal.TemporalBundle;
import evpose.triangulation.RobustTriangulator;
import evpose.weights.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The hybrid with learned triangulation: takes are watched from their begin, since the network
 * looks back, and the steps of the measured blocks are scored, beside geometry on the same views.
 */
final class LearnedRoom {
  /**
   * What came of it.
   *
   * @param network its sha256
   * @param frames that it looks back
   * @param macsPerPose of the network alone
   * @param posesPerSecond that are placed
   * @param learned errors with it
   * @param geometry errors without, on the same steps
   */
  record Result(
      String network,
      int frames,
      long macsPerPose,
      double posesPerSecond,
      Accuracy.InRoom learned,
      Accuracy.InRoom geometry) {
    double learnedMm() {
      return learned.mpjpeMm().getOrDefault(Placing.ROBUST, Double.NaN);
    }

    double geometryMm() {
      return geometry.mpjpeMm().getOrDefault(Placing.ROBUST, Double.NaN);
    }

    /** Multiply-accumulates a second, for all cameras together. */
    double macsPerSecond() {
      return macsPerPose * posesPerSecond;
    }
  }

  private static final int ROOM = 3 * Take.JOINTS;

  private final ModelBundle hybrid;
  private final TemporalBundle network;
  private final RobustTriangulator geometry = new RobustTriangulator();
  private final RoomScores byNetwork;
  private final RoomScores byGeometry;
  private final int stepsPerWindow;

  /**
   * @throws IllegalArgumentException when the network was trained on other cameras or another step
   */
  LearnedRoom(ModelBundle hybrid, TemporalBundle network) {
    this.hybrid = hybrid;
    this.network = network;
    stepsPerWindow = hybrid.description().stepsPerWindow();
    byNetwork = new RoomScores(stepsPerWindow);
    byGeometry = new RoomScores(stepsPerWindow);
    if (network.stepMicros() != hybrid.description().stepMicros()) {
      throw new IllegalArgumentException(
          "learned triangulation has other steps than the hybrid: triangulation="
              + network.stepMicros()
              + " µs, hybrid="
              + hybrid.description().stepMicros()
              + " µs");
    }
  }

  /** Scores the blocks; {@code progress} hears how many are done. */
  Result run(List<Block> blocks, IntConsumer progress) {
    Map<Take, List<Block>> byTake = new LinkedHashMap<>();
    for (Block block : blocks) {
      byTake.computeIfAbsent(block.take(), take -> new ArrayList<>()).add(block);
    }
    int done = 0;
    LearnedTriangulator triangulator = new LearnedTriangulator(network);
    try (Eyes eyes = new Eyes(hybrid)) {
      if (!triangulator.knows(cameras())) {
        throw new IllegalArgumentException(
            "learned triangulation knows other cameras than the two that are measured");
      }
      for (Map.Entry<Take, List<Block>> entry : byTake.entrySet()) {
        watch(entry.getKey(), entry.getValue(), eyes, triangulator);
        done += entry.getValue().size();
        progress.accept(done);
      }
    }
    return new Result(
        network.sha256(),
        network.description().frames(),
        network.description().macs(),
        1e6 / network.stepMicros(),
        byNetwork.result(),
        byGeometry.result());
  }

  private static List<ProjectionCamera> cameras() {
    return List.of(Rig.TWO_CAMERAS.camera(0), Rig.TWO_CAMERAS.camera(1));
  }

  private void watch(Take take, List<Block> blocks, Eyes eyes, LearnedTriangulator triangulator) {
    int steps = 0;
    for (Block block : blocks) {
      steps = Math.max(steps, block.firstStep() + Block.WINDOWS * stepsPerWindow);
    }
    Joints2d[][] seen = new Joints2d[Rig.TWO_CAMERAS.cameras()][steps];
    for (int c = 0; c < seen.length; c++) {
      Joints2d[] track = seen[c];
      eyes.look(
          take, Rig.TWO_CAMERAS.index(c), steps, (step, joints) -> track[step] = joints.copy());
    }
    LearnedTriangulator.Track track = triangulator.open(1);
    double[][] learned = new double[steps][];
    double[][] placed = new double[steps][];
    Joints3d out = new Joints3d();
    for (int step = 0; step < steps; step++) {
      List<Joints2d> views = new ArrayList<>();
      for (Joints2d[] view : seen) {
        views.add(view[step] == null ? new Joints2d() : view[step]);
      }
      if (isIn(blocks, step)) {
        geometry.triangulate(cameras(), views, out);
        placed[step] = numbers(out);
        track.place(step, views, out);
        learned[step] = numbers(out);
      } else {
        track.see(step, views, out);
      }
    }
    for (Block block : blocks) {
      score(block, learned, byNetwork);
      score(block, placed, byGeometry);
    }
  }

  private boolean isIn(List<Block> blocks, int step) {
    int length = Block.WINDOWS * stepsPerWindow;
    return blocks.stream().anyMatch(b -> step >= b.firstStep() && step < b.firstStep() + length);
  }

  private void score(Block block, double[][] told, RoomScores scores) {
    int length = Block.WINDOWS * stepsPerWindow;
    double[][] truth = new double[length][ROOM];
    double[][] here = new double[length][];
    for (int s = 0; s < length; s++) {
      int step = block.firstStep() + s;
      here[s] = told[step];
      for (int i = 0; i < ROOM; i++) {
        truth[s][i] = block.take().worldMm(step, i / 3, i % 3);
      }
    }
    double[][][] all = new double[Placing.values().length][][];
    Arrays.fill(all, here); // there is one way of placing only
    scores.add(truth, all);
  }

  private static double[] numbers(Joints3d joints) {
    double[] numbers = new double[ROOM];
    for (int j = 0; j < Take.JOINTS; j++) {
      numbers[3 * j] = joints.xMm(j);
      numbers[3 * j + 1] = joints.yMm(j);
      numbers[3 * j + 2] = joints.zMm(j);
    }
    return numbers;
  }
}
