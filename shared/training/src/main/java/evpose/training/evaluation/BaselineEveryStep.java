package evpose.training.evaluation;

import evpose.baseline.BaselineDescription;
import evpose.hybrid.Layer;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.TrainableBaseline;
import evpose.training.BaselineInput;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import java.util.List;
import java.util.Locale;

/**
 * A baseline at every step of a take, on its newest input up to the step's end, as {@link
 * AnnEveryStep} runs the dense network: what it sees at the begin of step k + 1 answers step k.
 */
final class BaselineEveryStep implements Predictor {
  private final NamedBaseline baseline;
  private final BaselineDescription network;
  private final TrainableBaseline engine;

  BaselineEveryStep(NamedBaseline baseline) {
    this.baseline = baseline;
    network = baseline.bundle().description();
    engine = new TrainableBaseline(network, baseline.bundle().tensors());
  }

  @Override
  public String name() {
    return baseline.name();
  }

  @Override
  public String what() {
    return String.format(
        Locale.ROOT,
        "%s's network at every step, on its own input up to the step's end: %dx%d cells, width %d"
            + " (published: 260x346 pixels, width %d)",
        network.baseline().title(),
        network.inputSize(),
        network.inputSize(),
        network.width(),
        network.baseline().width());
  }

  @Override
  public ModelDescription description() {
    return network.ours();
  }

  @Override
  public List<Layer> dense() {
    return network.table();
  }

  @Override
  public String sha256() {
    return baseline.bundle().sha256();
  }

  @Override
  public Run open() {
    ModelDescription d = description();
    Sampler sampler = new Sampler(d, Sensors.DAVIS346);
    SampleMap map = SampleMap.plain(sampler.map());
    BaselineInput input = BaselineInput.of(network.baseline(), sampler);
    int most = Math.max(1, AnnEveryStep.BATCH_NUMBERS / input.length());
    int answer = d.joints() * d.inputSize() * d.inputSize();
    return (take, camera, firstStep, sink, work) -> {
      int answers = TakeGrid.truthsPerWindow(take.header().stepMicros(), d);
      for (int t = 0; t < answers; t += most) {
        int n = Math.min(most, answers - t);
        float[] inputs = new float[n * input.length()];
        for (int i = 0; i < n; i++) {
          input.fill(take, camera, firstStep + t + i + 1, map, inputs, i * input.length());
        }
        float[] heatmaps = engine.heatmaps(inputs, n);
        for (int i = 0; i < n; i++) {
          sink.step(t + i, heatmaps, i * answer);
        }
      }
      work.annRuns += answers;
      work.steps += d.stepsPerWindow();
    };
  }

  @Override
  public void close() {
    engine.close();
  }
}
