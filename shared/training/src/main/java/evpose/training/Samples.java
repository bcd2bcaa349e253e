package evpose.training;

import evpose.datasets.Take;
import evpose.hybrid.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One batch, ready for the network.
 *
 * @param annInputs [batch][2·bins or 1][N][N]
 * @param annTargets [batch][13][N][N], of the pose that they have seen last; empty unless asked for
 * @param regions of the input that the ANN looks at, [batch]; none for all of it
 * @param events for each of the network's steps [batch][2][N][N]
 * @param targets for each of them [batch][13][N][N], empty where there is no truth; none at all
 *     unless asked for
 */
record Samples(
    float[] annInputs,
    float[] annTargets,
    List<Region> regions,
    float[][] events,
    float[][] targets) {

  /** Key frames with their targets, augmented. */
  static Samples ofAnn(
      TakeLibrary library,
      Sampler sampler,
      TrainingSettings.Augmentation by,
      double regionShare,
      int batch,
      SplittableRandom random) {
    float[] inputs = new float[batch * sampler.annLength()];
    List<Region> regions = new ArrayList<>();
    float[] targets = new float[batch * sampler.targetLength()];
    double[] joints = new double[2 * Take.JOINTS];
    for (int b = 0; b < batch; b++) {
      TakeLibrary.Window w = library.draw(random);
      SampleMap map = SampleMap.random(sampler.map(), by, random);
      sampler.annInput(w.take(), w.camera(), w.step(), map, inputs, b * sampler.annLength());
      addRegion(regions, sampler, w, map, regionShare, random);
      int target = w.step() + sampler.annTargetOffset();
      sampler.joints(w.take(), w.camera(), target, map, joints);
      sampler.target(joints, targets, b * sampler.targetLength());
    }
    return new Samples(inputs, targets, regions, new float[0][], new float[0][]);
  }

  /** Whole windows with their targets, augmented. */
  static Samples ofWindows(
      TakeLibrary library,
      Sampler sampler,
      TrainingSettings.Augmentation by,
      double regionShare,
      int batch,
      int steps,
      SplittableRandom random) {
    float[] inputs = new float[batch * sampler.annLength()];
    List<Region> regions = new ArrayList<>();
    float[][] events = new float[steps][batch * sampler.stepLength()];
    float[][] targets = new float[steps][0];
    double[] joints = new double[2 * Take.JOINTS];
    for (int b = 0; b < batch; b++) {
      TakeLibrary.Window w = library.draw(random);
      SampleMap map = SampleMap.random(sampler.map(), by, random);
      sampler.annInput(w.take(), w.camera(), w.step(), map, inputs, b * sampler.annLength());
      addRegion(regions, sampler, w, map, regionShare, random);
      TakeGrid grid = sampler.grid(w.take());
      for (int t = 0; t < steps; t++) {
        int step = grid.first(w.step()) + t;
        sampler.stepInput(w.take(), w.camera(), step, map, events[t], b * sampler.stepLength());
        if (grid.hasTruth(step)) {
          if (targets[t].length == 0) {
            targets[t] = new float[batch * sampler.targetLength()];
          }
          sampler.joints(w.take(), w.camera(), grid.takeStep(step), map, joints);
          sampler.target(joints, targets[t], b * sampler.targetLength());
        }
      }
    }
    return new Samples(inputs, new float[0], regions, events, targets);
  }

  private static void addRegion(
      List<Region> regions,
      Sampler sampler,
      TakeLibrary.Window w,
      SampleMap map,
      double share,
      SplittableRandom random) {
    if (share > 0) {
      regions.add(
          random.nextDouble() < share
              ? sampler.region(w.take(), w.camera(), w.step(), map)
              : Region.whole(map.inputSize()));
    }
  }

  /** Given windows as the stream would see them, without targets. */
  static Samples plain(List<TakeLibrary.Window> windows, Sampler sampler, int steps) {
    SampleMap map = SampleMap.plain(sampler.map());
    float[] inputs = new float[windows.size() * sampler.annLength()];
    float[][] events = new float[steps][windows.size() * sampler.stepLength()];
    for (int b = 0; b < windows.size(); b++) {
      TakeLibrary.Window w = windows.get(b);
      sampler.annInput(w.take(), w.camera(), w.step(), map, inputs, b * sampler.annLength());
      int first = sampler.grid(w.take()).first(w.step());
      for (int t = 0; t < steps; t++) {
        int at = b * sampler.stepLength();
        sampler.stepInput(w.take(), w.camera(), first + t, map, events[t], at);
      }
    }
    return new Samples(inputs, new float[0], List.of(), events, new float[0][]);
  }
}
