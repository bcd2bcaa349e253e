package evpose.training.evaluation;

import evpose.camera.ProjectionCamera;
import evpose.datasets.Take;
import evpose.hybrid.ModelDescription;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.triangulation.RayIntersection;
import evpose.triangulation.RobustTriangulator;
import evpose.triangulation.Triangulator;
import evpose.triangulation.WeightedDlt;
import java.util.ArrayList;
import java.util.List;

/** Runs all predictors on a block. One for each thread. */
final class BlockWorker {
  /**
   * What came of a block.
   *
   * @param truth of its steps
   * @param seen by predictor
   * @param windows that were answered, over all cameras
   * @param withoutKeyFrame windows that had too few events for a key frame, in which nobody was
   *     asked
   */
  record Outcome(Block block, Truth truth, List<Seen> seen, int windows, int withoutKeyFrame) {}

  private final List<Predictor.Run> runs = new ArrayList<>();
  private final List<Sampler> samplers = new ArrayList<>();
  private final List<Integer> ownSteps = new ArrayList<>(); // of a window, by predictor
  private final ModelDescription first;
  private final Triangulator[] triangulators = {
    new RobustTriangulator(), new WeightedDlt(), new RayIntersection()
  };
  private final Joints3d placed = new Joints3d();

  /**
   * @param predictors the first one's model says which windows have a key frame
   */
  BlockWorker(List<Predictor> predictors) {
    for (Predictor predictor : predictors) {
      runs.add(predictor.open());
      samplers.add(new Sampler(predictor.description(), Sensors.DAVIS346));
      ownSteps.add(predictor.description().stepsPerWindow());
    }
    first = predictors.get(0).description();
  }

  Outcome look(Block block) {
    Take take = block.take();
    int stepsPerWindow = TakeGrid.truthsPerWindow(take.header().stepMicros(), first);
    int steps = Block.WINDOWS * stepsPerWindow;
    List<Seen> seen = new ArrayList<>();
    for (int p = 0; p < samplers.size(); p++) {
      seen.add(new Seen(samplers.get(p).map(), take.cameras(), steps, ownSteps.get(p)));
    }
    int answered = 0;
    int without = 0;
    for (int camera = 0; camera < take.cameras(); camera++) {
      for (int w = 0; w < Block.WINDOWS; w++) {
        int begin = block.firstStep() + w * stepsPerWindow;
        if (samplers.get(0).hasKeyFrame(take, camera, begin)) {
          window(take, camera, begin, w * stepsPerWindow, seen);
          answered++;
        } else {
          without++;
        }
      }
    }
    for (Seen one : seen) {
      place(one, steps);
    }
    return new Outcome(block, Truth.of(block, samplers.get(0), steps), seen, answered, without);
  }

  private void window(Take take, int camera, int firstStep, int offset, List<Seen> seen) {
    for (int p = 0; p < runs.size(); p++) {
      Seen one = seen.get(p);
      runs.get(p)
          .window(
              take,
              camera,
              firstStep,
              (t, heatmaps, at) -> one.decode(camera, offset + t, heatmaps, at),
              one.work);
    }
  }

  private void place(Seen seen, int steps) {
    for (Rig rig : Rig.values()) {
      for (Placing placing : Placing.values()) {
        for (int step = 0; step < steps; step++) {
          List<ProjectionCamera> cameras = new ArrayList<>();
          List<Joints2d> views = new ArrayList<>();
          for (int i = 0; i < rig.cameras(); i++) {
            Joints2d decoded = seen.decoded[rig.index(i)][step];
            if (decoded != null) {
              cameras.add(rig.camera(i));
              views.add(view(seen, placing, rig.index(i), step, decoded));
            }
          }
          triangulators[placing.ordinal()].triangulate(cameras, views, placed);
          copy(placed, seen.placedMm[rig.ordinal()][placing.ordinal()][step]);
        }
      }
    }
  }

  private static Joints2d view(Seen seen, Placing placing, int camera, int step, Joints2d decoded) {
    return switch (placing) {
      case ROBUST -> decoded;
      case DLT -> sure(seen.fine[camera][step]);
      case RAYS -> sure(seen.argmax[camera][step]);
    };
  }

  private static Joints2d sure(double[] pixels) {
    Joints2d joints = new Joints2d();
    for (int j = 0; j < Take.JOINTS; j++) {
      joints.set(j, pixels[2 * j], pixels[2 * j + 1], 1);
    }
    return joints;
  }

  private static void copy(Joints3d joints, double[] to) {
    for (int j = 0; j < Take.JOINTS; j++) {
      to[3 * j] = joints.xMm(j);
      to[3 * j + 1] = joints.yMm(j);
      to[3 * j + 2] = joints.zMm(j);
    }
  }
}
