package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.datasets.Take;
import evpose.evaluation.accuracy.JointErrors;
import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.hybrid.djl.TrainableHybrid;
import evpose.training.Peak;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  /** Two engines add in another order; a rare near-tie may move a peak. Pixels of a mean. */
  private static final double SAME_MEAN_PX = 0.15;

  /** The same after twice as many steps. */
  private static final double SAME_MEAN_OF_200HZ_PX = 0.4;

  @TempDir Path dir;
  private final ModelBundle bundle = TestTakes.lively(5);

  private List<Block> blocks() throws IOException {
    List<Take> takes =
        List.of(
            TestTakes.stickFigure(dir, 1, 0, 60),
            TestTakes.stickFigure(dir, 1, 4, 60),
            TestTakes.stickFigure(dir, 2, 4, 60));
    return Block.of(takes, 10, 3);
  }

  private Bench.Result run(List<Block> blocks, int threads) throws InterruptedException {
    return run(blocks, threads, List.of(new NamedModel("D", bundle)));
  }

  private static Bench.Result run(List<Block> blocks, int threads, List<NamedModel> models)
      throws InterruptedException {
    List<Predictor> predictors = Predictors.of(models, List.of(), List.of(), false);
    try {
      List<Integer> done = new ArrayList<>();
      Bench.Result result = new Bench(predictors, threads).run(blocks, m -> "m" + m, done::add);
      assertThat(done).containsExactly(1, 2, 3);
      return result;
    } finally {
      predictors.forEach(Predictor::close);
    }
  }

  @Test
  void givesTheSameNumbersOnAnyNumberOfThreads() throws Exception {
    List<Block> blocks = blocks();
    Bench.Result one = run(blocks, 1);
    Bench.Result three = run(blocks, 3);
    assertThat(one.windows()).isEqualTo(3 * 2 * 4);
    assertThat(one.windowsWithoutKeyFrame()).isZero();
    for (int v = 0; v < one.variants().size(); v++) {
      assertThat(ReportKeys.variant(three.variants().get(v), EnergyTable.FP32_7NM))
          .isEqualTo(ReportKeys.variant(one.variants().get(v), EnergyTable.FP32_7NM));
    }
  }

  /** The dense network of training, in batches, on the same windows by the same labels. */
  @Test
  void agreesWithTheDenseNetworkThatTrainingMeasures() throws Exception {
    List<Block> blocks = blocks();
    Bench.Result result = run(blocks, 2);
    Sampler sampler = new Sampler(TestTakes.SMALL, Sensors.DAVIS346);
    JointErrors[] held = errors();
    JointErrors[] hybrid = errors();
    try (TrainableHybrid dense = new TrainableHybrid(TestTakes.SMALL, bundle.tensors(), 1)) {
      for (Block block : blocks) {
        for (int camera = 0; camera < 4; camera++) {
          for (int w = 0; w < 2; w++) {
            measure(dense, sampler, 1, block, camera, block.firstStep() + 10 * w, held, hybrid);
          }
        }
      }
    }
    for (double[] layer : result.variant("D").cost().rates()) {
      assertThat(layer).as("a silent layer tests nothing").doesNotContain(0);
    }
    double[] heldPx = result.variant("ANN-10-held").accuracy().perStepPx();
    double[] hybridPx = result.variant("D").accuracy().perStepPx();
    for (int t = 0; t < 10; t++) {
      assertThat(heldPx[t]).isCloseTo(held[t].mean(), within(SAME_MEAN_PX));
      assertThat(hybridPx[t]).isCloseTo(hybrid[t].mean(), within(SAME_MEAN_PX));
    }
  }

  /** Beside one of 100 Hz: the same windows, events and truths, twice the steps a second. */
  @Test
  void aNetworkOf200HzIsScoredAtTheInstantsOf100Hz() throws Exception {
    ModelDescription d = TestTakes.SMALL.withWindowCutInto(5_000).with(Variant.D, 5, 0.9);
    ModelBundle fast = TestTakes.lively(d, 5);
    List<Block> blocks = blocks();
    Bench.Result result =
        run(blocks, 2, List.of(new NamedModel("200hz", fast), new NamedModel("D", bundle)));
    Sampler sampler = new Sampler(d, Sensors.DAVIS346);
    JointErrors[] held = errors();
    JointErrors[] hybrid = errors();
    try (TrainableHybrid dense = new TrainableHybrid(d, fast.tensors(), 1)) {
      for (Block block : blocks) {
        for (int camera = 0; camera < 4; camera++) {
          for (int w = 0; w < 2; w++) {
            measure(dense, sampler, 2, block, camera, block.firstStep() + 10 * w, held, hybrid);
          }
        }
      }
    }
    VariantResult told = result.variant("200hz");
    VariantResult slow = result.variant("D");
    assertThat(told.stepMicros()).isEqualTo(5_000);
    assertThat(told.accuracy().perStepPx()).hasSize(10);
    for (int t = 0; t < 10; t++) {
      assertThat(told.accuracy().perStepPx()[t])
          .isCloseTo(hybrid[t].mean(), within(SAME_MEAN_OF_200HZ_PX));
    }
    assertThat(told.cost().rates()[0]).hasSize(20);
    assertThat(told.cost().neuronUpdates()).isEqualTo(2 * slow.cost().neuronUpdates());
    double head = slow.cost().macs() - slow.cost().paperMacs(); // all but one of ten a window
    assertThat(told.cost().macs() - slow.cost().macs())
        .isCloseTo(head * 10 / 9, within(1e-6 * head));
    assertThat(told.cost().paperMacs()).isCloseTo(slow.cost().paperMacs(), within(1e-6 * head));
    // and what is measured of the others does not depend on who else takes part
    Bench.Result alone = run(blocks, 1);
    for (String name : List.of("ANN-100", "ANN-10-held", "D")) {
      assertThat(ReportKeys.variant(result.variant(name), EnergyTable.FP32_7NM))
          .isEqualTo(ReportKeys.variant(alone.variant(name), EnergyTable.FP32_7NM));
    }
  }

  /** A hybrid of 200 Hz has its dense network at every 10 ms beside it, too. */
  @Test
  void aHybridOf200HzAloneIsMeasuredInTheSameWindows() throws Exception {
    ModelDescription d = TestTakes.SMALL.withWindowCutInto(5_000).with(Variant.D, 5, 0.9);
    Bench.Result result =
        run(blocks(), 2, List.of(new NamedModel("D", ModelBundle.of(d, bundle.tensors()))));
    Bench.Result slow = run(blocks(), 2);
    for (String name : List.of("ANN-100", "ANN-10-held")) {
      assertThat(result.variant(name).accuracy().perStepPx())
          .isEqualTo(slow.variant(name).accuracy().perStepPx());
      assertThat(result.variant(name).cost().macs()).isEqualTo(slow.variant(name).cost().macs());
    }
    assertThat(result.windows()).isEqualTo(slow.windows());
  }

  private static JointErrors[] errors() {
    JointErrors[] errors = new JointErrors[10];
    java.util.Arrays.setAll(errors, i -> new JointErrors());
    return errors;
  }

  private static void measure(
      TrainableHybrid dense,
      Sampler sampler,
      int parts,
      Block block,
      int camera,
      int first,
      JointErrors[] held,
      JointErrors[] hybrid) {
    SampleMap map = SampleMap.plain(sampler.map());
    float[] input = new float[sampler.annLength()];
    sampler.annInput(block.take(), camera, first, map, input, 0);
    float[][] events = new float[10 * parts][2 * 32 * 32];
    for (int t = 0; t < events.length; t++) {
      sampler.stepInput(block.take(), camera, parts * first + t, map, events[t], 0);
    }
    dense.window(
        input,
        events,
        1,
        new TrainableHybrid.WindowVisitor() {
          @Override
          public void keyFrame(float[] heatmaps) {
            for (int t = 0; t < 10; t++) {
              score(sampler, block.take(), camera, first + t, heatmaps, held[t]);
            }
          }

          @Override
          public void step(int t, float[] heatmaps, double[] rates) {
            if (t % parts == parts - 1) {
              int its = t / parts;
              score(sampler, block.take(), camera, first + its, heatmaps, hybrid[its]);
            }
          }
        });
  }

  private static void score(
      Sampler sampler, Take take, int camera, int step, float[] heatmaps, JointErrors errors) {
    double[] joints = new double[26];
    double[] peak = new double[2];
    sampler.joints(take, camera, step, SampleMap.plain(sampler.map()), joints);
    for (int j = 0; j < 13; j++) {
      int plane = j * 32 * 32;
      Peak.refine(heatmaps, plane, 32, Peak.cell(heatmaps, plane, 32), peak);
      double cells = Math.hypot(peak[0] - joints[2 * j], peak[1] - joints[2 * j + 1]);
      errors.joint(j, sampler.map().bin() * cells);
    }
    errors.endPose();
  }
}
