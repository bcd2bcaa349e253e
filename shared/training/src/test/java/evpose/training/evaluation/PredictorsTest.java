package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.hybrid.AnnInput;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.hybrid.djl.DjlAnn;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.representation.StepHistogram;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorsTest {
  /** A batch adds its sums in another order; heatmaps are near 1. */
  private static final float BATCHED = 1e-4f;

  private static final int FIRST = 30;
  private static final int CAMERA = 1;
  private static final int ANSWER = 13 * 32 * 32;

  @TempDir Path dir;
  private final ModelBundle bundle = TestTakes.lively(3);
  private final Work work = new Work(10);
  private Take take;

  @BeforeEach
  void play() throws IOException {
    take = TestTakes.stickFigure(dir, 1, 0, 60);
  }

  private float[][] answers(Predictor predictor) {
    return answers(predictor, work);
  }

  private float[][] answers(Predictor predictor, Work counted) {
    float[][] answers = new float[10][];
    try (predictor) {
      predictor
          .open()
          .window(
              take,
              CAMERA,
              FIRST,
              (t, heatmaps, at) -> answers[t] = Arrays.copyOfRange(heatmaps, at, at + ANSWER),
              counted);
    }
    return answers;
  }

  private float[] keyFrame(int step) {
    return state(step).heatmaps();
  }

  private AnnOutput state(int step) {
    Sampler sampler = new Sampler(TestTakes.SMALL, Sensors.DAVIS346);
    float[] input = new float[sampler.annLength()];
    sampler.annInput(take, CAMERA, step, SampleMap.plain(sampler.map()), input, 0);
    AnnOutput output = new AnnOutput(TestTakes.SMALL);
    try (DjlAnn ann = new DjlAnn(TestTakes.SMALL, bundle.tensors())) {
      ann.run(input, output);
    }
    return output;
  }

  /** The truth of step k belongs to the key frame of step k + 1: the last its events have seen. */
  @Test
  void theDenseNetworkAnswersAStepByTheEventsUpToItsEnd() {
    float[][] answers = answers(new AnnEveryStep("ANN-100", bundle));
    for (int t = 0; t < 10; t++) {
      float[] expected = keyFrame(FIRST + t + 1);
      for (int i = 0; i < ANSWER; i++) {
        assertThat(Math.abs(answers[t][i] - expected[i])).as("step %d", t).isLessThan(BATCHED);
      }
    }
    assertThat(work.annRuns).isEqualTo(10);
    assertThat(work.steps).isEqualTo(10);
    assertThat(work.stateInits).isZero();
  }

  @Test
  void heldIsTheKeyFrameOfTheFirstStepAtEveryStep() {
    float[][] answers = answers(new AnnHeld("ANN-10-held", bundle));
    float[] expected = keyFrame(FIRST);
    for (float[] answer : answers) {
      assertThat(answer).isEqualTo(expected);
    }
    assertThat(work.annRuns).isEqualTo(1);
    assertThat(work.steps).isEqualTo(10);
  }

  @Test
  void theHybridIsCountedWhereItWorks() {
    answers(Spiking.withKeyFrames("D", bundle, 0));
    assertThat(work.annRuns).isEqualTo(1);
    assertThat(work.stateInits).isEqualTo(1);
    assertThat(work.spikingSteps).isEqualTo(10);
    assertThat(work.catchUpSteps).isZero();
    assertThat(work.accumulates).doesNotContain(0);
    InitialPotentials its = new InitialPotentials();
    its.add(state(FIRST));
    assertThat(work.potentials.layers()).hasSize(9).isEqualTo(its.layers());
    assertThat(its.layers().get(2).sd()).isGreaterThan(0.05);
    assertThat(work.stepCounts).containsOnly(1);
    long events = (long) take.offset(CAMERA, FIRST + 10) - take.offset(CAMERA, FIRST);
    assertThat(work.madeInputCells).isBetween(1L, events);
    for (int k = 0; k < 9; k++) {
      assertThat(work.madeSpikes[k]).isEqualTo(Arrays.stream(work.spikes[k]).sum());
    }
  }

  @Test
  void aPureSnnNeedsNoAnnAndGoesOnFromWhereItWas() {
    ModelDescription pure = bundle.description().with(Variant.A, 2, bundle.description().lambda());
    ModelBundle alone = TestTakes.lively(pure, 3);
    float[][] fromZero = answers(Spiking.withKeyFrames("A", alone, 0));
    assertThat(work.annRuns).isZero();
    assertThat(work.stateInits).isZero();
    assertThat(work.potentials.layers()).isEmpty();
    assertThat(work.spikingSteps).isEqualTo(10);
    assertThat(answers(Spiking.runningOn("A-running", alone, 0))).isDeepEqualTo(fromZero);
    assertThat(answers(Spiking.runningOn("A-running", alone, 5))[9]).isNotEqualTo(fromZero[9]);
    assertThatThrownBy(() -> Spiking.runningOn("D-running", bundle, 5))
        .hasMessageContaining("variant=D");
  }

  @Test
  void aLateKeyFrameLeavesTheFirstStepsToTheWindowBefore() {
    float[][] prompt = answers(Spiking.withKeyFrames("D", bundle, 0));
    long[] promptAccumulates = work.accumulates.clone();
    Work promptWork = new Work(10);
    promptWork.add(work);
    float[][] late = answers(Spiking.withKeyFrames("D-late-3", bundle, 3));
    for (int t = 3; t < 10; t++) {
      assertThat(late[t]).as("step %d has caught up", t).isEqualTo(prompt[t]);
    }
    for (int t = 0; t < 3; t++) {
      assertThat(late[t]).as("step %d", t).isNotEqualTo(prompt[t]);
    }
    assertThat(work.catchUpSteps).isEqualTo(3);
    assertThat(work.spikingSteps - promptWork.spikingSteps).isEqualTo(10);
    assertThat(work.annRuns - promptWork.annRuns).isEqualTo(1);
    // thirteen steps of work: the ten that were answered, and three that caught up
    assertThat(work.neuronUpdates - promptWork.neuronUpdates)
        .isEqualTo(promptWork.neuronUpdates / 10 * 13);
    assertThat(work.accumulates[4] - promptAccumulates[4]).isGreaterThan(promptAccumulates[4]);
  }

  @Test
  void everyModelTakesPartUnderItsName() {
    List<Predictor> all =
        Predictors.of(
            List.of(new NamedModel("C", bundle), new NamedModel("D", bundle)),
            List.of(),
            List.of(2, 5),
            true);
    assertThat(all)
        .extracting(Predictor::name)
        .containsExactly("ANN-100", "ANN-10-held", "C", "D", "D-late-2", "D-late-5", "D-int16");
    all.forEach(Predictor::close);
  }

  @Test
  void refusesAModelOfOtherWindows() {
    ModelDescription d = TestTakes.SMALL;
    ModelDescription halved = d.withStepMicros(5_000); // ten of them, 50 ms
    NamedModel other = new NamedModel("C", ModelBundle.of(halved, bundle.tensors()));
    assertThatThrownBy(
            () ->
                Predictors.of(
                    List.of(new NamedModel("D", bundle), other), List.of(), List.of(), false))
        .hasMessageContaining("variant=C, sees=256 px from (34, 2) for 50000 µs")
        .hasMessageContaining("for 100000 µs");
  }

  /**
   * By the events' own times: of twenty halves of a step, the network is asked after each second.
   */
  @Test
  void aNetworkOf200HzIsFedHalvesOfTheTakesStepsAndAskedAfterTheSecond() {
    ModelDescription d = TestTakes.SMALL.withWindowCutInto(5_000);
    ModelBundle fast = ModelBundle.of(d, bundle.tensors());
    float[][] told = answers(Spiking.withKeyFrames("D", fast, 0), new Work(20));
    SparseSnn snn = new SparseSnn(new SparseWeights(d, fast.tensors()));
    AnnOutput key = new AnnOutput(d);
    Sampler sampler = new Sampler(d, Sensors.DAVIS346);
    float[] input = new float[sampler.annLength()];
    sampler.annInput(take, CAMERA, FIRST, SampleMap.plain(sampler.map()), input, 0);
    try (DjlAnn ann = new DjlAnn(d, fast.tensors())) {
      ann.run(input, key);
    }
    snn.initialise(key);
    StepHistogram histogram = new StepHistogram(sampler.map(), d.logSnnInput());
    for (int half = 0; half < 20; half++) {
      int step = FIRST + half / 2;
      for (int i = take.offset(CAMERA, step); i < take.offset(CAMERA, step + 1); i++) {
        int event = take.event(CAMERA, i);
        if ((PackedEvent.microsInStep(event) >= 5_000) == (half % 2 == 1)) {
          histogram.add(PackedEvent.x(event), PackedEvent.y(event), PackedEvent.polarity(event));
        }
      }
      InputSpikes cells = new InputSpikes();
      histogram.tell(cells::add);
      assertThat(cells.size()).as("half %d", half).isPositive();
      snn.step(cells);
      if (half % 2 == 1) {
        assertThat(told[half / 2]).as("half %d", half).isEqualTo(snn.heatmaps());
      }
    }
  }

  /** Three of its twenty steps: the end of the first 10 ms, the second's not. */
  @Test
  void aLateKeyFrameIsCountedInStepsOfTheNetwork() {
    ModelDescription d = TestTakes.SMALL.withWindowCutInto(5_000);
    ModelBundle fast = ModelBundle.of(d, bundle.tensors());
    float[][] prompt = answers(Spiking.withKeyFrames("D", fast, 0), new Work(20));
    Work counted = new Work(20);
    float[][] late = answers(Spiking.withKeyFrames("D-late-3", fast, 3), counted);
    assertThat(late[0]).isNotEqualTo(prompt[0]);
    for (int t = 1; t < 10; t++) {
      assertThat(late[t]).as("step %d", t).isEqualTo(prompt[t]);
    }
    assertThat(counted.catchUpSteps).isEqualTo(3);
    assertThat(counted.steps).isEqualTo(20);
  }

  @Test
  void aModelOnFramesTakesPartWithItsOwnAnnHeldAndIsNotTheHybrid() {
    ModelBundle frames = TestTakes.lively(TestTakes.SMALL.withAnnInput(AnnInput.GREY), 5);
    NamedModel grey = new NamedModel("grey", frames);
    List<Predictor> all =
        Predictors.of(List.of(grey, new NamedModel("D", bundle)), List.of(), List.of(), false);
    assertThat(all)
        .extracting(Predictor::name)
        .containsExactly("ANN-100", "ANN-10-held", "grey", "grey-ANN-10-held", "D");
    assertThat(all.get(3).sha256()).isEqualTo(frames.sha256());
    all.forEach(Predictor::close);
    assertThatThrownBy(
            () -> Predictors.of(List.of(new NamedModel("D", frames)), List.of(), List.of(), false))
        .hasMessage(
            "D's dense network is asked at every step, and frames come once a window: give this"
                + " model another name, --weights grey=FILE, and name D one on events: D's"
                + " annInput=grey");
  }

  @Test
  void aKeyFrameOnAFrameReadsNoEventAndItsStepsReadThem() throws IOException {
    ModelBundle frames = TestTakes.lively(TestTakes.SMALL.withAnnInput(AnnInput.GREY), 5);
    take = TestTakes.filmed(dir, 1, 0, 60);
    float[][] held = answers(new AnnHeld("held", frames));
    float[][] hybrid = answers(Spiking.withKeyFrames("grey", frames, 0));
    take = TestTakes.filmed(dir, 1, 0, 60, 7); // other events, the same frames
    assertThat(answers(new AnnHeld("held", frames))).isDeepEqualTo(held);
    assertThat(answers(Spiking.withKeyFrames("grey", frames, 0))[9]).isNotEqualTo(hybrid[9]);
  }

  @Test
  void refusesARunWithoutTheHybridTwoOfOneNameAndAnotherView() {
    assertThatThrownBy(
            () -> Predictors.of(List.of(new NamedModel("A", bundle)), List.of(), List.of(), false))
        .hasMessage("the hybrid must take part, give its weights as D=FILE: models=[A]");
    NamedModel d = new NamedModel("D", bundle);
    assertThatThrownBy(
            () ->
                Predictors.of(
                    List.of(d, new NamedModel("ANN-100", bundle)), List.of(), List.of(), false))
        .hasMessage("two variants have one name: name=ANN-100");
    ModelDescription s = TestTakes.SMALL;
    ModelDescription wide =
        new ModelDescription(
            "small", 0.25, 96, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
            Variant.D);
    NamedModel other = new NamedModel("C", ModelBundle.of(wide, RandomWeights.of(wide, 1)));
    assertThat(s.preset()).isEqualTo(wide.preset());
    assertThatThrownBy(() -> Predictors.of(List.of(d, other), List.of(), List.of(), false))
        .hasMessageStartingWith(
            "variants must see the same part of the sensor in windows of the same length, or their"
                + " joints are not the same: variant=C, sees=288 px");
  }
}
