package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.DjlAnn;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.weights.ModelBundle;

/**
 * The dense network at every step of a take, on its newest events up to the step's end: the
 * accurate and dear end of the scale. Its answer to step k is the key frame of step k + 1, whose
 * truth is that of step k by {@link Sampler}'s rule.
 */
final class AnnEveryStep implements Predictor {
  /** Most numbers of one batch's inputs: 20 inputs of 64x64 cells, one of 256x256. */
  static final int BATCH_NUMBERS = 20 * 20 * 64 * 64;

  private final String name;
  private final ModelBundle bundle;
  private final DjlAnn ann;

  AnnEveryStep(String name, ModelBundle bundle) {
    this.name = name;
    this.bundle = bundle;
    ann = new DjlAnn(bundle.description(), bundle.tensors());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return "the dense network at every step, on its newest events up to the step's end";
  }

  @Override
  public ModelDescription description() {
    return bundle.description();
  }

  @Override
  public String sha256() {
    return bundle.sha256();
  }

  @Override
  public Run open() {
    ModelDescription d = bundle.description();
    Sampler sampler = new Sampler(d, Sensors.DAVIS346);
    SampleMap map = SampleMap.plain(sampler.map());
    int most = Math.max(1, BATCH_NUMBERS / sampler.annLength());
    int answer = d.joints() * d.inputSize() * d.inputSize();
    return (take, camera, firstStep, sink, work) -> {
      int answers = TakeGrid.truthsPerWindow(take.header().stepMicros(), d);
      int batch = Math.min(answers, most);
      for (int t = 0; t < answers; t += batch) {
        int n = Math.min(batch, answers - t);
        float[] heatmaps = ann.heatmaps(inputs(sampler, map, take, camera, firstStep + t, n), n);
        for (int i = 0; i < n; i++) {
          sink.step(t + i, heatmaps, i * answer);
        }
      }
      work.annRuns += answers;
      work.steps += d.stepsPerWindow();
    };
  }

  private static float[] inputs(
      Sampler sampler, SampleMap map, Take take, int camera, int step, int n) {
    float[] inputs = new float[n * sampler.annLength()];
    for (int i = 0; i < n; i++) {
      sampler.annInput(take, camera, step + i + 1, map, inputs, i * sampler.annLength());
    }
    return inputs;
  }

  @Override
  public void close() {
    ann.close();
  }
}
