package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.CameraFrame;
import evpose.events.CropBin;
import evpose.events.FrameRef;
import evpose.events.FrameSource;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.representation.Steps;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An ANN that looks at frames: when it runs, and what a stream says that begins in the middle. */
class FramesIntoTheAnnTest {
  private static final int N = 64;
  private static final long T = Steps.STEP_MICROS;
  private static final ModelDescription D =
      Lively.description(N, 0.0625).withAnnInput(AnnInput.GREY);
  private static final CropBin MAP = CropBin.forSensor(346, 260, N);
  private static final Tensors TENSORS = Lively.weights(D, 8);

  /** All heatmaps' peaks where the picture is brightest. */
  private static final class Brightest implements AnnEngine {
    private int runs;

    @Override
    public void run(float[] input, Region region, AnnOutput output) {
      assertThat(input).hasSize(N * N);
      assertThat(region).isEqualTo(Region.whole(N));
      runs++;
      int best = 0;
      for (int i = 0; i < input.length; i++) {
        best = input[i] > input[best] ? i : best;
      }
      Arrays.fill(output.heatmaps(), 0);
      for (int k = 0; k < 9; k++) {
        Arrays.fill(output.potentials(k), best / 10_000f);
      }
      for (int joint = 0; joint < 13; joint++) {
        output.heatmaps()[joint * N * N + best] = 0.8f;
      }
    }

    @Override
    public String fingerprint() {
      return "brightest";
    }

    @Override
    public void close() {}
  }

  /** What one camera's log holds: which step named a frame, and what lies where. */
  private static final class History implements FrameSource {
    final Map<Long, FrameRef> named = new HashMap<>(); // by step
    final Map<Long, CameraFrame> stored = new HashMap<>(); // by offset
    final Set<Long> asked = new HashSet<>();

    /** A frame whose shutter closed so long after a step's begin. */
    void frame(long step, long micros) {
      long offset = 100 + 3 * step;
      long close = step * T + micros;
      named.put(step, new FrameRef(offset, close));
      byte[] pixels = new byte[346 * 260];
      int bright = (int) (7919 * step % (200 * 200));
      pixels[(30 + bright / 200) * 346 + 60 + bright % 200] = (byte) 255;
      stored.put(
          offset, new CameraFrame("rig", "cam", 346, 260, 1000 + step, close - 8, close, pixels));
    }

    @Override
    public CameraFrame find(FrameRef where) {
      asked.add(where.offset());
      return stored.get(where.offset());
    }
  }

  private record Said(PoseEstimate estimate, Long frame) {
    /** All that a message would say. */
    String text() {
      StringBuilder text = new StringBuilder();
      text.append(estimate.step()).append(' ').append(estimate.source()).append(' ');
      text.append(estimate.keyFrameStep()).append(' ').append(frame);
      for (int j = 0; j < 13; j++) {
        text.append(' ').append(estimate.joints().x(j)).append(' ').append(estimate.joints().y(j));
        text.append(' ').append(estimate.joints().confidence(j));
      }
      return text.append(estimate.operations()).toString();
    }
  }

  private final Brightest ann = new Brightest();
  private final History history = new History();

  private HybridEstimator estimator(KeyFramePolicy policy) {
    return new HybridEstimator(
        D,
        ann,
        () -> new SparseSnn(new SparseWeights(D, TENSORS)),
        MAP,
        policy,
        Runnable::run,
        history);
  }

  private List<Said> run(KeyFramePolicy policy, long from, long to, Set<Long> leftOut) {
    List<Said> said = new ArrayList<>();
    HybridEstimator estimator = estimator(policy);
    Steps steps =
        new Steps(
            step -> {
              if (!leftOut.contains(step.step())) {
                PoseEstimate estimate = estimator.accept(step);
                said.add(new Said(estimate, estimator.frameSequence()));
              }
            });
    for (long k = from; k < to; k++) {
      SplittableRandom random = new SplittableRandom(k);
      steps.close(
          k,
          Steps.at(60 + random.nextInt(200), 20 + random.nextInt(200), random.nextInt(200)),
          history.named.get(k));
    }
    return said;
  }

  private List<Said> run(int to) {
    return run(new KeyFramePolicy(10, 0, 0), 0, to, Set.of());
  }

  @Test
  void aKeyFrameFallsOnTheStepThatBeginsWhereTheShutterClosed() {
    history.frame(9, T); // on the edge: step 10 begins there
    history.frame(22, 1); // just after step 22 began: the next step is 23
    List<Said> said = run(40);
    assertThat(said.get(9).estimate().source()).isEqualTo("none");
    assertThat(said.get(10).estimate().source()).isEqualTo("snn");
    assertThat(said.get(22).estimate().keyFrameStep()).isEqualTo(10);
    assertThat(said.get(23).estimate().keyFrameStep()).isEqualTo(23);
    assertThat(said.get(10).frame()).isEqualTo(1009);
    assertThat(said.get(39).frame()).isEqualTo(1022);
    assertThat(said.get(23).estimate().operations().annMacs()).isPositive();
    assertThat(ann.runs).isEqualTo(2);
  }

  @Test
  void ofAFastCameraOneFrameInEachWindowIsLookedAt() {
    for (int k = 3; k < 60; k += 3) {
      history.frame(k, T);
    }
    List<Said> said = run(60);
    List<Long> keyFrames =
        said.stream().map(s -> s.estimate().keyFrameStep()).filter(k -> k >= 0).distinct().toList();
    assertThat(keyFrames).containsExactly(4L, 10L, 22L, 31L, 40L, 52L);
    assertThat(history.asked).hasSize(keyFrames.size()); // the others are not even fetched
  }

  @Test
  void withoutFramesTheNetworkGoesOnForAWhile() {
    history.frame(9, T);
    List<Said> said = run(130);
    assertThat(said.get(120).estimate().source()).isEqualTo("snn"); // 10 + 10 steps + 1 s
    assertThat(said.get(120).estimate().keyFrameStep()).isEqualTo(10);
    assertThat(said.get(121).estimate().source()).isEqualTo("none");
    assertThat(said.get(121).frame()).isNull();
  }

  @Test
  void aFrameThatIsNotThereLeavesItsWindowWithoutAKeyFrame() {
    history.frame(9, T);
    history.frame(19, T);
    history.stored.remove(100L + 3 * 19);
    history.frame(24, T); // of the same window: whether the one before is there must not decide
    history.frame(29, T);
    List<Said> said = run(40);
    assertThat(said.get(29).estimate().keyFrameStep()).isEqualTo(10);
    assertThat(said.get(30).estimate().keyFrameStep()).isEqualTo(30);
  }

  @Test
  void aFrameOfAnotherSizeIsNone() {
    history.frame(9, T);
    history.stored.put(
        127L, new CameraFrame("rig", "cam", 4, 4, 1, 10 * T - 8, 10 * T, new byte[16]));
    assertThat(run(20).get(15).estimate().source()).isEqualTo("none");
    assertThat(history.asked).containsExactly(127L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9})
  void aLateKeyFrameTakesEffectBeforeTheNextBegins(int delay) {
    for (int k = 0; k < 100; k++) {
      if (k % 7 != 2) {
        history.frame(k, T);
      }
    }
    List<Said> said = run(new KeyFramePolicy(10, 4, delay), 0, 100, Set.of());
    for (int k = 20; k < 100; k++) {
      long keyFrame = said.get(k).estimate().keyFrameStep();
      assertThat(keyFrame).as("step %d", k).isBetween((long) k - delay - 20, (long) k - delay);
    }
  }

  /**
   * Seeded histories with frames that are missing, late, too many, gone from the log, and steps
   * that were given up: whoever begins as far back as an answer reaches says the same, byte for
   * byte.
   */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "4, 2", "5, 5", "6, 9"})
  void whoBeginsInTheMiddleSaysTheSame(long seed, int delay) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 600; k++) {
      boolean silent = k % 300 > 130; // for longer than a key frame holds
      if (!silent && random.nextInt(10) < 1 + seed % 3) {
        history.frame(k, 1 + random.nextLong(T));
        if (random.nextInt(5) == 0) {
          history.stored.remove(100L + 3 * k);
        }
      }
    }
    Set<Long> leftOut = new HashSet<>();
    long hole = 40 + random.nextInt(60);
    for (long k = hole; k < hole + 12; k++) {
      leftOut.add(k);
    }
    KeyFramePolicy policy = new KeyFramePolicy(10, (int) seed, delay);
    Map<Long, String> whole = new HashMap<>();
    run(policy, 0, 600, leftOut).forEach(s -> whole.put(s.estimate().step(), s.text()));
    assertThat(whole.values())
        .anyMatch(t -> t.contains(" none "))
        .anyMatch(t -> t.contains(" snn"));
    HybridEstimator reach = estimator(policy);
    for (int i = 0; i < 12; i++) {
      long at = 160 + random.nextInt(430);
      long from = Math.max(0, reach.reachesBackTo(at) / T);
      for (Said said : run(policy, from, at + 10, leftOut)) {
        if (said.estimate().step() >= at) {
          assertThat(said.text()).as("from %d", from).isEqualTo(whole.get(said.estimate().step()));
        }
      }
    }
  }

  @Test
  void regionsAndDemandsAreToldByEventsAndRefused() {
    KeyFramePolicy region = new KeyFramePolicy(10, 0, 0, null, true);
    assertThatThrownBy(() -> estimator(region))
        .hasMessageContaining("an ANN that looks at frames has key frames where frames are");
  }
}
