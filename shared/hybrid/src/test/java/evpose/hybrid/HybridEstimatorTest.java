package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.events.CropBin;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.representation.Steps;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridEstimatorTest {
  private static final int N = 64;
  private static final ModelDescription D = Lively.description(N, 0.0625);
  private static final CropBin MAP = CropBin.forSensor(346, 260, N);
  private static final KeyFramePolicy EVERY_TEN = new KeyFramePolicy(10, 0, 0);

  /** Puts all heatmaps' peaks where the input has most events; the potentials stay at zero. */
  private static final class WhereMostHappens implements AnnEngine {
    private final List<Double> totals = new ArrayList<>();
    private final List<Region> regions = new ArrayList<>();

    @Override
    public void run(float[] input, Region region, AnnOutput output) {
      double[] cells = new double[N * N];
      double total = 0;
      for (int i = 0; i < input.length; i++) {
        cells[i % (N * N)] += input[i];
        total += Math.expm1(input[i]);
      }
      totals.add(total);
      regions.add(region);
      int best = 0;
      for (int i = 0; i < cells.length; i++) {
        best = cells[i] > cells[best] ? i : best;
      }
      Arrays.fill(output.heatmaps(), 0);
      for (int k = 0; k < 9; k++) {
        Arrays.fill(output.potentials(k), 0);
      }
      for (int joint = 0; joint < 13; joint++) {
        output.heatmaps()[joint * N * N + best] = 0.8f;
      }
    }

    @Override
    public String fingerprint() {
      return "where-most-happens";
    }

    @Override
    public void close() {}
  }

  private final WhereMostHappens ann = new WhereMostHappens();
  private final List<PoseEstimate> poses = new ArrayList<>();

  @Test
  void withTooFewEventsThereIsNoPoseUntilTheNextKeyFrame() {
    Steps steps = steps(estimator(silentHead()));
    for (int k = 0; k < 21; k++) {
      steps.close(k, Steps.at(100, 100, 74)); // 740 by step 10: below 750
    }
    assertThat(poses.get(0).source()).isEqualTo("none");
    assertThat(poses.get(19).source()).isEqualTo("none");
    assertThat(poses.get(19).keyFrameStep()).isEqualTo(-1);
    assertThat(poses.get(19).joints().count()).isZero();
    assertThat(poses.get(19).operations()).isEqualTo(OperationCounts.NONE);
    assertThat(poses.get(20).source()).isEqualTo("snn");
    assertThat(poses.get(20).keyFrameStep()).isEqualTo(20);
  }

  @Test
  void aKeyFrameSeesOnlyWhatCameBeforeItsStep() {
    Steps steps = steps(estimator(silentHead()));
    for (int k = 0; k < 10; k++) {
      steps.close(k, Steps.at(100, 100, 100));
    }
    steps.close(10, Steps.at(200, 200, 3000)); // in the key frame's own step: too late for it
    assertThat(poses.get(10).joints().x(0)).isCloseTo(100, within(4.0));
    assertThat(ann.totals.get(0)).isCloseTo(1000, within(1e-2));
  }

  @Test
  void theAnnSeesAtMostItsEventCountAndAge() {
    Steps steps = steps(estimator(silentHead()));
    steps.close(0, Steps.at(50, 50, 2000)); // at step 110 older than a second
    for (int k = 1; k < 111; k++) {
      steps.close(k, Steps.at(100, 100, k < 100 ? 10 : 0));
    }
    assertThat(ann.totals.get(ann.totals.size() - 1))
        .isCloseTo(900, within(1e-2)); // steps 10 to 99
    for (int k = 111; k < 121; k++) {
      steps.close(k, Steps.at(100, 100, 2000));
    }
    assertThat(ann.totals.get(ann.totals.size() - 1)).isCloseTo(7500, within(1e-2));
  }

  @Test
  void theOutputDecaysFromTheKeyFrameOn() {
    Steps steps = steps(estimator(silentHead()));
    for (int k = 0; k < 13; k++) {
      steps.close(k, Steps.at(100, 100, 100));
    }
    for (int k = 10; k < 13; k++) {
      double expected = 0.8 * Math.pow(0.9, k - 9); // the decay applies in the first step too
      assertThat(poses.get(k).joints().confidence(0)).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void operationsAreThoseOfTheKeyFrameAndOfEveryStep() {
    Steps steps = steps(estimator(Lively.weights(D, 8)));
    for (int k = 0; k < 12; k++) {
      steps.close(k, Steps.at(100, 100, 100));
    }
    long keyFrame = Operations.annMacs(D) + Operations.stateInitMacs(D);
    assertThat(poses.get(10).operations().macs()).isEqualTo(keyFrame + Operations.headMacs(D));
    assertThat(poses.get(11).operations().macs()).isEqualTo(Operations.headMacs(D));
    assertThat(poses.get(10).operations().annMacs()).isEqualTo(Operations.annMacs(D));
    assertThat(poses.get(11).operations().annMacs()).isZero();
    assertThat(poses.get(11).operations().spikes()).isBetween(0L, Operations.neurons(D));
    assertThat(poses.get(11).operations().acs()).isPositive();
    long headAcs = poses.get(11).operations().headAcs(); // 13 for each spike of two layers
    assertThat(headAcs % 13).isZero();
    assertThat(headAcs).isBetween(13L, 13 * poses.get(11).operations().spikes());
    assertThat(poses.get(11).operations().neuronUpdates()).isEqualTo(Operations.neurons(D));
  }

  @Test
  void aKeyFrameThatLooksAtARegionCostsLess() {
    KeyFramePolicy policy = KeyFrameRule.of("fixed-10-roi").orElseThrow().ofCamera(0, 0, 1);
    Steps steps = steps(estimator(silentHead(), policy));
    for (int k = 0; k < 12; k++) {
      steps.close(k, Steps.at(150, 130, 100));
    }
    // one busy tile of 4 x 4 cells in the middle: 24 of 64 columns, 48 of 64 rows, aligned to 8
    Region region = ann.regions.get(ann.regions.size() - 1);
    assertThat(region.width()).isBetween(24, 32);
    assertThat(region.height()).isBetween(48, 56);
    assertThat(poses.get(10).operations().annMacs())
        .isEqualTo(Operations.keyFrame(D, region).annMacs())
        .isLessThan(Operations.annMacs(D) / 2);
    assertThat(poses.get(11).operations().headMacs())
        .as("the head looks there, too")
        .isEqualTo(Operations.headMacs(D) * region.width() * region.height() / (N * N));
  }

  /** A task that starts late and reads back to where it must gives the same poses, bit for bit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixed-10",
        "fixed-10-roi",
        "demand-5-e10-c90-20",
        "demand-2-c95-20-roi",
        "demand-2-c95-k30-20-roi"
      })
  void theAnswerIsAFunctionOfABoundedPast(String rule) {
    KeyFramePolicy policy = KeyFrameRule.of(rule).orElseThrow().ofCamera(1, 0, 1);
    SplittableRandom random = new SplittableRandom(11);
    List<List<Steps.Event>> events = new ArrayList<>();
    for (int k = 0; k < 160; k++) {
      events.add(Steps.at(60 + random.nextInt(200), 20 + random.nextInt(200), random.nextInt(60)));
    }
    Tensors tensors = Lively.weights(D, 9);
    HybridEstimator first = estimator(tensors, policy);
    Steps all = steps(first);
    for (int k = 0; k < 160; k++) {
      all.close(k, events.get(k));
    }
    List<PoseEstimate> undisturbed = List.copyOf(poses);
    long begin = first.reachesBackTo(147) / Steps.STEP_MICROS;
    assertThat(begin).isEqualTo(40);
    poses.clear();
    Steps late = steps(estimator(tensors, policy));
    for (long k = begin; k < 160; k++) {
      late.close(k, events.get((int) k));
    }
    for (int k = 147; k < 160; k++) {
      PoseEstimate a = undisturbed.get(k);
      PoseEstimate b = poses.get(k - (int) begin);
      assertThat(b.step()).isEqualTo(a.step());
      assertThat(b.source()).isEqualTo("snn").isEqualTo(a.source());
      assertThat(b.operations()).isEqualTo(a.operations());
      for (int joint = 0; joint < 13; joint++) {
        assertThat(b.joints().x(joint)).isEqualTo(a.joints().x(joint));
        assertThat(b.joints().confidence(joint)).isEqualTo(a.joints().confidence(joint));
        assertThat(b.joints().spreadPx(joint)).isEqualTo(a.joints().spreadPx(joint));
      }
    }
  }

  @Test
  void aLeapOverAKeyFrameEndsTheState() {
    Steps steps = steps(estimator(silentHead()));
    for (int k = 0; k < 12; k++) {
      steps.close(k, Steps.at(100, 100, 100));
    }
    steps.close(5003, List.of()); // the sensor's clock leapt
    assertThat(poses.get(poses.size() - 1).step()).isEqualTo(5003);
    assertThat(poses.get(poses.size() - 1).source()).isEqualTo("none");
  }

  /** Steps of the key frames that 60 steps rest on. */
  private List<Long> keyFrames(String rule, int delay, IntUnaryOperator events) {
    KeyFramePolicy policy = KeyFrameRule.of(rule).orElseThrow().ofCamera(delay, 0, 1);
    Steps steps = steps(estimator(silentHead(), policy));
    for (int k = 0; k < 60; k++) {
      steps.close(k, Steps.at(100, 100, events.applyAsInt(k)));
    }
    return poses.stream().map(PoseEstimate::keyFrameStep).filter(k -> k >= 0).distinct().toList();
  }

  @Test
  void whoStandsStillNeedsNoAnnAndWhoMovesDoes() {
    // the ANN looks at 7 500 events: 10 % are 750
    assertThat(keyFrames("demand-5-e10-40", 0, k -> k < 10 ? 100 : 1)).containsExactly(10L, 40L);
    poses.clear();
    assertThat(keyFrames("demand-5-e10-40", 0, k -> k < 10 || (k > 16 && k < 27) ? 100 : 1))
        .as("751 events since step 10 lie before step 25, 752 since step 25 before none")
        .containsExactly(10L, 25L, 40L);
    poses.clear();
    assertThat(keyFrames("demand-5-e10-40", 2, k -> k < 10 || (k > 16 && k < 27) ? 100 : 1))
        .containsExactly(10L, 25L, 40L);
    assertThat(poses.get(26).keyFrameStep()).as("takes effect two steps late").isEqualTo(10);
  }

  @Test
  void aNetworkThatBecomesUnsureAsksForTheAnn() {
    // confidence falls by a tenth a step: to 59 % after five steps, to 35 % after ten
    assertThat(keyFrames("demand-5-c50-40", 0, k -> 200)).startsWith(5L, 15L, 25L, 35L);
    poses.clear();
    assertThat(keyFrames("demand-5-c80-40", 0, k -> 200)).startsWith(5L, 10L, 15L, 20L);
  }

  @Test
  void whatIsKeptOfTheOutputIsSeenAtAKeyFrameOnDemandAlone() {
    // without spikes the output is 0.8 at a key frame and decays by a tenth a step
    assertThat(keyFrames("demand-5-c95-k25-10", 0, k -> 200)).startsWith(5L, 10L, 15L, 20L);
    double decayed = 0.8 * Math.pow(0.9, 5);
    for (int k : new int[] {10, 20}) { // due
      assertThat(poses.get(k).joints().confidence(0)).isCloseTo(0.8 * 0.9, within(1e-6));
    }
    for (int k : new int[] {15, 25}) {
      double kept = 0.75 * 0.8 + 0.25 * decayed;
      assertThat(poses.get(k).joints().confidence(0)).isCloseTo(kept * 0.9, within(1e-6));
    }
  }

  @Test
  void itNamesBothEngines() {
    assertThat(estimator(silentHead()).fingerprint()).isEqualTo("where-most-happens+sparse-1");
  }

  @Test
  void theAnnIsBegunWhenTheStepBeforeCloses() {
    Steps steps = steps(estimator(silentHead()));
    for (int k = 0; k < 9; k++) {
      steps.close(k, Steps.at(100, 100, 100));
    }
    assertThat(ann.totals).isEmpty();
    steps.close(9, Steps.at(100, 100, 100));
    assertThat(ann.totals).hasSize(1);
    steps.close(10, List.of());
    assertThat(ann.totals).hasSize(1);
  }

  /** Having caught up, a late key frame leaves no trace but in the steps that waited for it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9})
  void aLateKeyFrameChangesOnlyTheStepsBeforeItTakesEffect(int delay) {
    Tensors tensors = Lively.weights(D, 9);
    List<PoseEstimate> atOnce = run(estimator(tensors), 40);
    List<PoseEstimate> late = run(estimator(tensors, delay, Runnable::run), 40);
    for (int k = 20; k < 40; k++) {
      boolean waits = k % 10 < delay;
      assertThat(late.get(k).keyFrameStep()).isEqualTo(k - k % 10 - (waits ? 10 : 0));
      assertThat(same(late.get(k), atOnce.get(k))).as("step %d", k).isEqualTo(!waits);
    }
    long keyFrame = Operations.annMacs(D) + Operations.stateInitMacs(D);
    OperationCounts takingEffect = late.get(20 + delay).operations();
    assertThat(takingEffect.macs()).isEqualTo(keyFrame + (1 + delay) * Operations.headMacs(D));
    assertThat(takingEffect.neuronUpdates()).isEqualTo((1 + delay) * Operations.neurons(D));
    long caughtUp =
        atOnce.subList(20, 21 + delay).stream().mapToLong(p -> p.operations().acs()).sum();
    assertThat(takingEffect.acs()).isEqualTo(caughtUp);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void nobodySeesWhoWorkedOnTheSide(int delay) throws InterruptedException {
    Tensors tensors = Lively.weights(D, 9);
    List<PoseEstimate> here = run(estimator(tensors, delay, Runnable::run), 60);
    ExecutorService others = Executors.newFixedThreadPool(3);
    try {
      List<PoseEstimate> there = run(estimator(tensors, delay, others), 60);
      for (int k = 0; k < 60; k++) {
        assertThat(same(there.get(k), here.get(k))).as("step %d", k).isTrue();
        assertThat(there.get(k).operations()).isEqualTo(here.get(k).operations());
      }
    } finally {
      others.shutdown();
      assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatFailsOnTheSideIsThrownWhereItWasWaitedFor() {
    AnnEngine broken =
        new AnnEngine() {
          @Override
          public void run(float[] input, Region region, AnnOutput output) {
            throw new IllegalStateException("out of memory");
          }

          @Override
          public String fingerprint() {
            return "broken";
          }

          @Override
          public void close() {}
        };
    HybridEstimator estimator =
        new HybridEstimator(D, broken, () -> snn(silentHead()), MAP, EVERY_TEN, Runnable::run);
    Steps steps = steps(estimator);
    for (int k = 0; k < 10; k++) {
      steps.close(k, Steps.at(100, 100, 100));
    }
    assertThatThrownBy(() -> steps.close(10, List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of memory");
  }

  @Test
  void aNetworkWhoseAnnLooksAtFramesIsRefusedWhereThereAreNone() {
    ModelDescription frames = D.withAnnInput(AnnInput.GREY);
    assertThatThrownBy(
            () ->
                new HybridEstimator(
                    frames, ann, () -> snn(silentHead()), MAP, EVERY_TEN, Runnable::run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this network's ANN looks at frames, and there are none here: take one that was trained"
                + " on events, `evpose evaluate` and `evpose demo` run it with frames:"
                + " annInput=grey");
    assertThatThrownBy(() -> AnnInput.of("rgb"))
        .hasMessage("there is no such input of the ANN, choose events or grey: annInput=rgb");
  }

  private static List<PoseEstimate> run(HybridEstimator estimator, int count) {
    List<PoseEstimate> answers = new ArrayList<>();
    Steps steps = new Steps(step -> answers.add(estimator.accept(step)));
    SplittableRandom random = new SplittableRandom(12);
    for (int k = 0; k < count; k++) {
      steps.close(
          k, Steps.at(60 + random.nextInt(200), 20 + random.nextInt(200), random.nextInt(200)));
    }
    return answers;
  }

  private static boolean same(PoseEstimate a, PoseEstimate b) {
    boolean same = a.source().equals(b.source()) && a.keyFrameStep() == b.keyFrameStep();
    for (int joint = 0; joint < 13; joint++) {
      same &= Double.compare(a.joints().x(joint), b.joints().x(joint)) == 0;
      same &= Double.compare(a.joints().confidence(joint), b.joints().confidence(joint)) == 0;
    }
    return same;
  }

  private HybridEstimator estimator(Tensors tensors) {
    return estimator(tensors, 0, Runnable::run);
  }

  private HybridEstimator estimator(Tensors tensors, int delay, Executor workers) {
    KeyFramePolicy policy = new KeyFramePolicy(10, 0, delay);
    return new HybridEstimator(D, ann, () -> snn(tensors), MAP, policy, workers);
  }

  private HybridEstimator estimator(Tensors tensors, KeyFramePolicy policy) {
    return new HybridEstimator(D, ann, () -> snn(tensors), MAP, policy, Runnable::run);
  }

  private static SnnEngine snn(Tensors tensors) {
    return new SparseSnn(new SparseWeights(D, tensors));
  }

  private Steps steps(HybridEstimator estimator) {
    return new Steps(step -> poses.add(estimator.accept(step)));
  }

  private static Tensors silentHead() {
    Tensors tensors = Lively.weights(D, 8);
    Arrays.fill(tensors.get("temporalflat_snn.conv2d.weight").data(), 0);
    return tensors;
  }
}
