package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.hybrid.HeatmapDecoder;
import evpose.hybrid.ModelDescription;
import evpose.pose.Joints2d;
import evpose.training.Sampler;
import evpose.weights.ModelBundle;

/**
 * The hybrid looking at whole takes, in the windows that are measured: joints as the stream decodes
 * them, at every step. Not thread-safe.
 */
public final class Eyes implements AutoCloseable {
  private final Spiking hybrid;
  private final Predictor.Run run;
  private final Sampler sampler;
  private final int stepsPerWindow;
  private final Joints2d joints = new Joints2d();

  /** Receives what a camera sees. */
  public interface Sight {
    /**
     * @param joints lent
     */
    void at(int step, Joints2d joints);
  }

  public Eyes(ModelBundle bundle) {
    ModelDescription d = bundle.description();
    hybrid = Spiking.withKeyFrames(NamedModel.HYBRID, bundle, 0);
    run = hybrid.open();
    sampler = new Sampler(d, Sensors.DAVIS346);
    stepsPerWindow = d.stepsPerWindow();
  }

  /**
   * Looks through one camera, window by window from the take's begin; a window with too few events
   * for a key frame is passed over.
   *
   * @param steps that are wanted, from the take's begin; whole windows
   * @throws IllegalArgumentException when its ANN looks at frames and the take has none
   */
  public void look(Take take, int camera, int steps, Sight sight) {
    sampler.requireKeyFrames(take);
    Work work = new Work(stepsPerWindow);
    for (int first = 0; first + stepsPerWindow <= steps; first += stepsPerWindow) {
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
