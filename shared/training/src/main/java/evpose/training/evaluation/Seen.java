package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.events.CropBin;
import evpose.hybrid.HeatmapDecoder;
import evpose.pose.Joints2d;
import evpose.training.Peak;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one predictor says about a block, decoded in three ways. */
final class Seen {
  /** Middles of argmax cells, [camera][step][13·2] sensor pixels; NaN where it was not asked. */
  final double[][][] argmax;

  /** The same refined by a parabola. */
  final double[][][] fine;

  /** As the stream decodes: may miss joints, knows confidence. Null where it was not asked. */
  final @Nullable Joints2d[][] decoded;

  /** Joints in the room, [rig][placing][step][13·3] mm; NaN where not placed. */
  final double[][][][] placedMm;

  final Work work;
  private final CropBin map;
  private final double[] peak = new double[2];

  /**
   * @param steps of the take, in the block
   * @param stepsPerWindow of the network
   */
  Seen(CropBin map, int cameras, int steps, int stepsPerWindow) {
    this.map = map;
    argmax = missing(cameras, steps, 2);
    fine = missing(cameras, steps, 2);
    decoded = new @Nullable Joints2d[cameras][steps];
    placedMm = new double[Rig.values().length][][][];
    for (int r = 0; r < placedMm.length; r++) {
      placedMm[r] = missing(Placing.values().length, steps, 3);
    }
    work = new Work(stepsPerWindow);
  }

  private static double[][][] missing(int outer, int steps, int dimensions) {
    double[][][] all = new double[outer][steps][dimensions * Take.JOINTS];
    for (double[][] one : all) {
      for (double[] step : one) {
        Arrays.fill(step, Double.NaN);
      }
    }
    return all;
  }

  void decode(int camera, int step, float[] heatmaps, int at) {
    int n = map.inputSize();
    for (int j = 0; j < Take.JOINTS; j++) {
      int plane = at + j * n * n;
      int cell = Peak.cell(heatmaps, plane, n);
      argmax[camera][step][2 * j] = map.sensorX(cell % n + 0.5);
      argmax[camera][step][2 * j + 1] = map.sensorY(cell / n + 0.5);
      Peak.refine(heatmaps, plane, n, cell, peak);
      fine[camera][step][2 * j] = map.sensorX(peak[0]);
      fine[camera][step][2 * j + 1] = map.sensorY(peak[1]);
    }
    Joints2d joints = new Joints2d();
    float[] own =
        at == 0 && heatmaps.length == Take.JOINTS * n * n
            ? heatmaps
            : Arrays.copyOfRange(heatmaps, at, at + Take.JOINTS * n * n);
    HeatmapDecoder.decode(own, map, joints);
    decoded[camera][step] = joints;
  }
}
