package evpose.training.evaluation;

import evpose.hybrid.AnnInput;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.DjlAnn;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.weights.ModelBundle;
import java.util.Arrays;

/**
 * The dense network at the first step of a window, its answer held until the next: what comes for
 * free with the hybrid, and what the spiking network must beat.
 */
final class AnnHeld implements Predictor {
  private final String name;
  private final ModelBundle bundle;
  private final DjlAnn ann;

  AnnHeld(String name, ModelBundle bundle) {
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
    return description().annInput() == AnnInput.GREY
        ? "the dense network on a grey frame once a window, its answer held"
        : "the dense network once a window, its answer held: the baseline to beat";
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
    float[] input = new float[sampler.annLength()];
    AnnOutput output = new AnnOutput(d);
    return (take, camera, firstStep, sink, work) -> {
      Arrays.fill(input, 0);
      sampler.annInput(take, camera, firstStep, map, input, 0);
      ann.run(input, output);
      int answers = TakeGrid.truthsPerWindow(take.header().stepMicros(), d);
      for (int t = 0; t < answers; t++) {
        sink.step(t, output.heatmaps(), 0);
      }
      work.annRuns++;
      work.steps += d.stepsPerWindow();
    };
  }

  @Override
  public void close() {
    ann.close();
  }
}
