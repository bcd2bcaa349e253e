package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.training.SampleMap;
import evpose.training.Sampler;

/**
 * Where the joints of a block's steps are.
 *
 * @param pixels [camera][step][13·2] sensor pixels, corner origin; NaN outside the network's view
 * @param worldMm [step][13·3]
 */
record Truth(double[][][] pixels, double[][] worldMm) {
  /** By the same labels that training has. */
  static Truth of(Block block, Sampler sampler, int steps) {
    Take take = block.take();
    SampleMap map = SampleMap.plain(sampler.map());
    double[][][] pixels = new double[take.cameras()][steps][2 * Take.JOINTS];
    double[][] world = new double[steps][3 * Take.JOINTS];
    for (int s = 0; s < steps; s++) {
      int step = block.firstStep() + s;
      for (int c = 0; c < take.cameras(); c++) {
        double[] joints = pixels[c][s];
        sampler.joints(take, c, step, map, joints);
        for (int j = 0; j < joints.length; j += 2) {
          joints[j] = sampler.map().sensorX(joints[j]);
          joints[j + 1] = sampler.map().sensorY(joints[j + 1]);
        }
      }
      for (int i = 0; i < world[s].length; i++) {
        world[s][i] = take.worldMm(step, i / 3, i % 3);
      }
    }
    return new Truth(pixels, world);
  }
}
