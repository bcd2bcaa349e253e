package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.hybrid.HeatmapDecoder;
import evpose.hybrid.ModelDescription;
import evpose.pose.Joints2d;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.weights.ModelBundle;

/**
 * The hybrid looking at whole takes, in the windows that are measured: joints as the stream decodes
 * them, at every step of the take. Not thread-safe.
 */
public final class Eyes implements AutoCloseable {
  private final Spiking hybrid;
  private final Predictor.Run run;
  private final Sampler sampler;
  private final ModelDescription description;
  private final Joints2d joints = new Joints2d();

  /** Receives what a camera sees. */
  public interface Sight {
    /**
     * @param joints lent
     */
    void at(int step, Joints2d joints);
  }

  public Eyes(ModelBundle bundle) {
    description = bundle.description();
    hybrid = Spiking.withKeyFrames(NamedModel.HYBRID, bundle, 0);
    run = hybrid.open();
    sampler = new Sampler(description, Sensors.DAVIS346);
  }

  /**
   * Looks through one camera, window by window from the take's begin; a window with too few events
   * for a key frame is passed over.
   *
   * @param steps of the take that are wanted, from its begin; whole windows
   * @throws IllegalArgumentException when its ANN looks at frames and the take has none
   */
  public void look(Take take, int camera, int steps, Sight sight) {
    sampler.requireKeyFrames(take);
    Work work = new Work(description.stepsPerWindow());
    int length = TakeGrid.truthsPerWindow(take.header().stepMicros(), description);
    for (int first = 0; first + length <= steps; first += length) {
      if (sampler.hasKeyFrame(take, camera, first)) {
        int window = first;
        run.window(
            take,
            camera,
            window,
            (t, heatmaps, at) -> {
              HeatmapDecoder.decode(heatmaps, sampler.map(), joints);
              sight.at(window + t, joints);
            },
            work);
      }
    }
  }

  @Override
  public void close() {
    hybrid.close();
  }
}
