package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.baseline.Baseline;
import evpose.baseline.BaselineBundle;
import evpose.baseline.BaselineDescription;
import evpose.datasets.Take;
import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.TrainableBaseline;
import evpose.training.BaselineInput;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineEveryStepTest {
  private static final ModelDescription STUDY = ModelDescription.study();
  private static final int ANSWER = 13 * 64 * 64;

  /** A batch adds its sums in another order; untrained heatmaps are some units high. */
  private static final float BATCHED = 1e-4f;

  private static final int FIRST = 30;
  private static final int CAMERA = 1;

  @TempDir Path dir;

  private static BaselineBundle bundle(Baseline baseline) {
    BaselineDescription d = BaselineDescription.scaledTo(baseline, STUDY);
    return BaselineBundle.of(d, d.random(3));
  }

  @ParameterizedTest
  @EnumSource
  void answersAStepWithWhatItSeesAtItsEnd(Baseline baseline) throws IOException {
    Take take = TestTakes.stickFigure(dir, 1, 0, 60);
    BaselineBundle bundle = bundle(baseline);
    Work work = new Work(10);
    float[][] answers = new float[10][];
    try (Predictor predictor = new BaselineEveryStep(NamedBaseline.of("", bundle))) {
      predictor
          .open()
          .window(
              take,
              CAMERA,
              FIRST,
              (t, heatmaps, at) -> answers[t] = Arrays.copyOfRange(heatmaps, at, at + ANSWER),
              work);
      assertThat(predictor.name()).isEqualTo(baseline.title());
      assertThat(predictor.what()).contains("64x64 cells, width ");
      Cost cost = Cost.of(predictor.description(), predictor.dense(), work);
      assertThat(cost.macs()).isCloseTo(100.0 * bundle.description().macs(), within(1.0));
      assertThat(cost.layers()).hasSize(bundle.description().table().size());
      assertThat(cost.acs()).isZero();
    }
    assertThat(work.annRuns).isEqualTo(10);
    Sampler sampler = new Sampler(STUDY, Sensors.DAVIS346);
    BaselineInput input = BaselineInput.of(baseline, sampler);
    float[] one = new float[input.length()];
    try (var network = new TrainableBaseline(bundle.description(), bundle.tensors())) {
      for (int t = 0; t < 10; t++) {
        input.fill(take, CAMERA, FIRST + t + 1, SampleMap.plain(sampler.map()), one, 0);
        float[] alone = network.heatmaps(one, 1);
        for (int i = 0; i < ANSWER; i++) {
          assertThat(answers[t][i]).isCloseTo(alone[i], within(BATCHED));
        }
      }
    }
    assertThat(answers[9]).isNotEqualTo(answers[0]);
  }

  /** Table 2 of the paper: operations and power at 100 Hz. */
  @Test
  void atThePapersSizeTheyCostWhatThePaperSays() {
    Work work = new Work(10);
    work.steps = 10;
    work.annRuns = 10;
    ModelDescription paper = ModelDescription.paper();
    Cost calabrese =
        Cost.of(paper, BaselineDescription.published(Baseline.CALABRESE).table(), work);
    assertThat(calabrese.macs() / 1e9).isCloseTo(254.8, within(0.05));
    assertThat(calabrese.paperWatts(EnergyTable.FP32_7NM)).isCloseTo(0.431, within(0.0005));
    Cost baldwin = Cost.of(paper, BaselineDescription.published(Baseline.BALDWIN).table(), work);
    assertThat(baldwin.macs() / 1e9).isCloseTo(949.4, within(0.05));
    assertThat(baldwin.paperWatts(EnergyTable.FP32_7NM)).isCloseTo(1.605, within(0.001));
  }

  @Test
  void standsBesideTheModelsUnderItsName() {
    NamedModel d = new NamedModel("D", TestTakes.lively(STUDY, 3));
    NamedBaseline calabrese = NamedBaseline.of("calabrese", bundle(Baseline.CALABRESE));
    NamedBaseline wide = NamedBaseline.of("wide", bundle(Baseline.BALDWIN));
    List<Predictor> all = Predictors.of(List.of(d), List.of(calabrese, wide), List.of(), false);
    assertThat(all)
        .extracting(Predictor::name)
        .containsExactly("ANN-100", "ANN-10-held", "D", "Calabrese", "wide");
    all.forEach(Predictor::close);
    assertThatThrownBy(
            () ->
                new EvaluationSettings(
                    "compact",
                    MeasuredSplit.TEST,
                    dir,
                    List.of(),
                    null,
                    2,
                    List.of(),
                    false,
                    List.of(),
                    1,
                    null,
                    EnergyTable.FP32_7NM,
                    1,
                    List.of(calabrese)))
        .hasMessage(
            "a baseline of another preset: variant=Calabrese, its preset=study, measured"
                + " preset=compact");
  }
}
