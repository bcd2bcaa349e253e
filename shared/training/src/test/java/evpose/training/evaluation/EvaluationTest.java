package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import evpose.datasets.DatasetGenerator;
import evpose.datasets.DatasetSettings;
import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.AnnInput;
import evpose.hybrid.KeyFrameRule;
import evpose.temporal.TemporalBundle;
import evpose.temporal.TemporalDescription;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A whole run on a data set of two people and a motion capture. */
class EvaluationTest {
  private static final NamedModel D = new NamedModel("D", TestTakes.lively(1));
  private static final NamedModel FAST =
      new NamedModel("200hz", TestTakes.lively(TestTakes.SMALL.withWindowCutInto(5_000), 1));

  /** The third asks at every second step whatever happens: it is fixed-2 by another name. */
  private static final List<KeyFrameRule> POLICIES =
      Stream.of("fixed-10", "fixed-2", "demand-2-e1-20", "demand-10-e9999-50")
          .map(text -> KeyFrameRule.of(text).orElseThrow())
          .toList();

  @TempDir static Path dir;
  private static Path dataset;
  private static EvaluationResult result;
  private static final List<String> STAGES = new ArrayList<>();

  @BeforeAll
  static void measure() throws Exception {
    dataset = dir.resolve("dataset");
    DatasetSettings settings = new DatasetSettings(3, 0.6, List.of(9, 10, 13), List.of(8));
    new DatasetGenerator(dataset, settings, (take, done, of) -> {}, () -> false).run(2);
    Path mocap = Files.createDirectories(dir.resolve("mocap/walks"));
    Files.writeString(mocap.resolve("wave.bvh"), SmallBvh.text());
    Files.writeString(mocap.resolve("notes.txt"), "not a capture");
    result = run(settings(MeasuredSplit.VALIDATION, mocap.getParent()));
  }

  private static EvaluationSettings settings(MeasuredSplit split, @Nullable Path mocap) {
    return new EvaluationSettings(
        "small",
        split,
        dataset,
        List.of(FAST, new NamedModel("B-clean", D.bundle()), D),
        mocap,
        2,
        List.of(),
        false,
        POLICIES,
        1,
        triangulation(),
        EnergyTable.FP32_7NM,
        2);
  }

  /** Learned by nobody: random weights. */
  private static TemporalBundle triangulation() {
    TemporalDescription network =
        new TemporalDescription(117, 52, 8, 2, TemporalDescription.Answer.BLEND);
    return TemporalBundle.of(
        network,
        List.of(Rig.TWO_CAMERAS.camera(0), Rig.TWO_CAMERAS.camera(1)),
        D.bundle().sha256(),
        10_000,
        network.random(1));
  }

  @Test
  void learnedTriangulationIsMeasuredOnTheSameViewsAsGeometry() {
    LearnedRoom.Result learned = Objects.requireNonNull(result.learned());
    double d = result.measured().variant("D").accuracy().mm(Rig.TWO_CAMERAS);
    assertThat(learned.geometryMm()).isCloseTo(d, within(1e-9));
    assertThat(learned.learnedMm()).isNotCloseTo(d, within(1e-3));
    assertThat(learned.macsPerSecond()).isEqualTo(100.0 * learned.macsPerPose());
    assertThat(result.report()).containsKey("learnedTriangulation");
    assertThat(result.table()).contains("D with learned triangulation, two cameras: ");
  }

  private static EvaluationResult run(EvaluationSettings settings)
      throws IOException, InterruptedException {
    return Evaluation.run(
        settings,
        new Evaluation.Progress() {
          @Override
          public void stage(String name, int of) {
            STAGES.add(name + " " + of);
          }

          @Override
          public void at(int done) {}
        });
  }

  @Test
  void policiesArePlayedOnTheSameStepsAndCostWhatTheirKeyFramesCost() {
    OnDemand onDemand = Objects.requireNonNull(result.onDemand());
    PolicyResult moving = onDemand.moving();
    List<PolicyResult.Row> rows = moving.rows();
    assertThat(rows)
        .extracting(PolicyResult.Row::policy)
        .containsExactlyElementsOf(POLICIES.stream().map(KeyFrameRule::name).toList());
    assertThat(moving.takes()).isEqualTo(1);
    assertThat(moving.steps()).isPositive().isLessThan(4 * 60);
    // as often, so the same answers
    assertThat(rows.get(2).px()).isEqualTo(rows.get(1).px());
    assertThat(rows.get(2).keyFrames()).isEqualTo(rows.get(1).keyFrames());
    assertThat(rows.get(2).done()).isEqualTo(rows.get(1).done());
    assertThat(rows.get(1).keyFrames()).isGreaterThan(4 * rows.get(0).keyFrames());
    assertThat(rows.get(3).keyFrames()).isLessThan(rows.get(0).keyFrames());
    for (PolicyResult.Row row : rows) {
      assertThat(row.px()).isPositive();
      assertThat(moving.keyFrameShare(row, EnergyTable.FP32_7NM))
          .isCloseTo(moving.keyFramesPerSecond(row) * moving.shareOfKeyFrame(), within(1e-9));
      assertThat(moving.spikingShare(row, EnergyTable.FP32_7NM)).isBetween(0.0, 1.0);
      double head = row.done().headMacs() * 1.69 - row.done().headAcs() * 0.38; // pJ
      assertThat(row.done().headAcs()).isPositive();
      assertThat(
              moving.watts(row, EnergyTable.FP32_7NM)
                  - moving.executedWatts(row, EnergyTable.FP32_7NM))
          .isCloseTo(head * 1e-12 / moving.seconds(), within(1e-9));
    }
    assertThat(OnDemand.ratio(moving, rows.get(0))).isEqualTo(1);
    assertThat(onDemand.standing().steps()).isPositive();
    Map<?, ?> told = map(map(result.report().get("keyFramePolicies")).get("moving"));
    assertThat(map(told.get("policies")).keySet())
        .hasToString("[fixed-10, fixed-2, demand-2-e1-20, demand-10-e9999-50]");
    Map<?, ?> often = map(map(told.get("policies")).get("fixed-2"));
    assertThat((Double) often.get("energyShareOfAnn100Executed"))
        .isPositive()
        .isLessThan((Double) often.get("energyShareOfAnn100"));
    assertThat(result.table()).contains("demand-2-e1-20 ");
    assertThat(result.html(Map.of())).contains("Key frames on demand").contains("Fig. 6");
  }

  @Test
  void measuresThePeopleOfTheSplitAlone() {
    assertThat(result.measured().windows()).isEqualTo(2 * 2 * 4);
    Accuracy d = result.measured().variant("D").accuracy();
    assertThat(d.perSubjectPx()).containsOnlyKeys("S10");
    assertThat(d.perMovementPx()).containsOnlyKeys("walking");
    assertThat(d.perCameraPx()).containsOnlyKeys("cam0", "cam1", "cam2", "cam3");
    assertThat(STAGES).contains("blocks 2", "captures 1");
  }

  @Test
  void theReportHasThePromisedKeys() {
    Map<String, Object> report = result.report();
    assertThat(report).containsEntry("preset", "small").containsEntry("split", "validation");
    assertThat(report).containsEntry("frozenTestSet", false);
    assertThat(report)
        .extracting("variants")
        .asInstanceOf(MAP)
        .containsOnlyKeys("ANN-100", "ANN-10-held", "D", "B-clean", "200hz");
    for (String variant : List.of("ANN-100", "ANN-10-held", "D", "B-clean", "200hz")) {
      Map<?, ?> keys = map(map(report.get("variants")).get(variant));
      assertThat(keys.get("mpjpe2dPx")).isInstanceOf(Double.class);
      assertThat((List<?>) keys.get("mpjpe2dPxPerStep")).hasSize(10).doesNotContainNull();
      assertThat(map(keys.get("mpjpe3dMm")).keySet()).hasToString("[twoCameras, fourCameras]");
      assertThat(keys.get("gmacPerSecond")).isInstanceOf(Double.class);
      assertThat(map(keys.get("gacPerSecond")).get("paper")).isInstanceOf(Double.class);
      assertThat(map(keys.get("gacPerSecond")).get("exact")).isInstanceOf(Double.class);
      assertThat(map(keys.get("watts")).get("paper")).isInstanceOf(Double.class);
      assertThat(map(keys.get("watts")).get("exact")).isInstanceOf(Double.class);
      double executed = (Double) map(keys.get("watts")).get("executed");
      double exact = (Double) map(keys.get("watts")).get("exact");
      assertThat((Double) map(keys.get("gacPerSecond")).get("executed")).isNotNegative();
      if (variant.startsWith("ANN")) {
        assertThat(executed).isEqualTo(exact);
      } else {
        assertThat(executed).isPositive().isLessThan(exact); // spikes are few
      }
    }
  }

  @Test
  void potentialsAfterKeyFramesAreToldWhereTheyAreSet() {
    Map<?, ?> variants = map(result.report().get("variants"));
    List<?> layers = (List<?>) map(variants.get("D")).get("initialPotentials");
    assertThat(layers).hasSize(9);
    assertThat(map(layers.get(8)).keySet())
        .hasToString("[layer, mean, sd, shareFromOne, shareBelowZero]");
    assertThat((Double) map(layers.get(8)).get("shareBelowZero")).isBetween(0.001, 0.999);
    assertThat(map(variants.get("ANN-100")).containsKey("initialPotentials")).isFalse();
  }

  @Test
  void aNetworkOf200HzStandsBesideTheHybridByTheSecond() {
    Map<?, ?> fast = map(map(result.report().get("variants")).get("200hz"));
    Map<?, ?> d = map(map(result.report().get("variants")).get("D"));
    assertThat(fast.get("stepMicros")).isEqualTo(5_000L);
    assertThat(d.get("stepMicros")).isEqualTo(10_000L);
    Map<?, ?> over = map(map(result.report().get("overD")).get("200hz"));
    double error = (Double) fast.get("mpjpe2dPx") / (Double) d.get("mpjpe2dPx");
    assertThat((Double) over.get("mpjpe2d")).isCloseTo(error, within(1e-5));
    double exact =
        (Double) map(fast.get("watts")).get("exact") / (Double) map(d.get("watts")).get("exact");
    assertThat((Double) map(over.get("watts")).get("exact")).isCloseTo(exact, within(1e-5));
    double executed =
        (Double) map(fast.get("watts")).get("executed")
            / (Double) map(d.get("watts")).get("executed");
    assertThat((Double) map(over.get("watts")).get("executed")).isCloseTo(executed, within(1e-5));
    assertThat(map(map(result.report().get("overD")).get("D")).get("mpjpe2d")).isEqualTo(1.0);
    assertThat(result.table()).contains("200hz, 200 Hz, over D, 100 Hz: error ");
    assertThat(result.html(Map.of())).contains("the spiking network every 5.0 ms");
    assertThat(result.stepMillis()).isEqualTo(10);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) value;
  }

  @Test
  void equalWeightsGiveEqualNumbersUnderAnotherName() {
    Map<?, ?> variants = map(result.report().get("variants"));
    assertThat(variants.get("B-clean")).isEqualTo(variants.get("D"));
  }

  @Test
  void motionCapturesAreMeasuredApart() {
    EvaluationResult.Mocap mocap = result.mocap();
    assertThat(mocap).isNotNull();
    assertThat(mocap.files()).containsExactly("walks/wave.bvh");
    Accuracy d = mocap.result().variant("D").accuracy();
    assertThat(d.perMovementPx()).containsOnlyKeys("walks/wave.bvh");
    assertThat(map(result.report().get("mocap")).get("mpjpe2dPx")).isInstanceOf(Double.class);
  }

  @Test
  void theTestSplitIsTheSubjectsFromThirteenOn() throws Exception {
    EvaluationResult test = run(settings(MeasuredSplit.TEST, null));
    assertThat(test.measured().variant("D").accuracy().perSubjectPx()).containsOnlyKeys("S13");
    assertThat(test.frozenTestSet()).isFalse();
    assertThat(test.report()).doesNotContainKey("mocap");
  }

  @Test
  void aModelOnFramesIsMeasuredOnTheSameWindowsOfTakesThatHaveThem() throws Exception {
    NamedModel grey =
        new NamedModel("grey", TestTakes.lively(TestTakes.SMALL.withAnnInput(AnnInput.GREY), 2));
    assertThatThrownBy(() -> run(beside(grey, dataset)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "the network's ANN looks at grey frames, and the take has none where windows begin:")
        .hasMessageContaining("dataset generate --frames")
        .hasMessageEndingWith("model=grey, folder=" + dataset);
    Path filmed = dir.resolve("filmed");
    DatasetSettings settings = new DatasetSettings(3, 0.6, List.of(10), List.of(8), true);
    new DatasetGenerator(filmed, settings, (take, done, of) -> {}, () -> false).run(1);
    EvaluationResult there = run(beside(grey, filmed));
    Map<?, ?> variants = map(there.report().get("variants"));
    assertThat(variants.keySet()).hasToString("[ANN-100, ANN-10-held, grey, grey-ANN-10-held, D]");
    Map<?, ?> before = map(result.report().get("variants"));
    assertThat(map(variants.get("D")).get("mpjpe2dPx")) // the same events
        .isEqualTo(map(before.get("D")).get("mpjpe2dPx"));
    double events = (double) map(variants.get("ANN-10-held")).get("gmacPerSecond");
    double frames = (double) map(variants.get("grey-ANN-10-held")).get("gmacPerSecond");
    assertThat(events - frames) // nineteen channels fewer, ten times a second
        .isCloseTo(10 * 19 * 49 * 32 * 32 * 8 / 1e9, within(1e-6));
    Map<?, ?> minus = map(map(variants.get("grey")).get("minusDPx"));
    assertThat(minus.get("mean")).isInstanceOf(Double.class).isNotEqualTo(0.0);
    assertThat(map(map(variants.get("D")).get("minusDPx")).get("mean")).isEqualTo(0.0);
    assertThat(there.table()).contains("grey, its ANN on grey frames, - D: ");
  }

  private static EvaluationSettings beside(NamedModel grey, Path folder) {
    return new EvaluationSettings(
        "small",
        MeasuredSplit.VALIDATION,
        folder,
        List.of(grey, D),
        null,
        2,
        List.of(),
        false,
        List.of(),
        1,
        null,
        EnergyTable.FP32_7NM,
        1);
  }

  @Test
  void aTestSplitOfOtherBytesIsRefused() throws Exception {
    Path copy = Files.createDirectories(dir.resolve("copy"));
    try (var files = Files.list(dataset)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path take = copy.resolve("S13_session2_mov1.take");
    byte[] bytes = Files.readAllBytes(take);
    bytes[bytes.length - 1] ^= 1;
    Files.write(take, bytes);
    EvaluationSettings there =
        new EvaluationSettings(
            "small",
            MeasuredSplit.TEST,
            copy,
            List.of(D),
            null,
            2,
            List.of(),
            false,
            List.of(),
            1,
            null,
            EnergyTable.FP32_7NM,
            1);
    assertThatThrownBy(() -> run(there))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the test split is not what its manifest says")
        .hasMessageContaining("S13_session2_mov1.take");
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingButItself() throws Exception {
    String page = result.html(Map.of("machine", "a <fast> machine & more"));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(page.replace("<!doctype html>", ""))));
    assertThat(document.getElementsByTagName("svg").getLength()).isGreaterThanOrEqualTo(6);
    for (String tag : List.of("script", "link", "img", "iframe")) {
      assertThat(document.getElementsByTagName(tag).getLength()).as(tag).isZero();
    }
    assertThat(page).doesNotContain("url(").doesNotContain("@import").doesNotContain("NaN");
    NodeList cells = document.getElementsByTagName("th");
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < cells.getLength(); i++) {
      heads.add(cells.item(i).getTextContent());
    }
    assertThat(heads).contains("ANN-100", "ANN-10-held", "D", "B-clean");
    assertThat(page).contains("a &lt;fast&gt; machine &amp; more");
  }

  @Test
  void aFolderWithoutCapturesIsRefused() throws Exception {
    Path empty = Files.createDirectories(dir.resolve("empty"));
    assertThatThrownBy(() -> MocapTakes.find(empty))
        .hasMessage(
            "the directory holds no motion capture, files end in .bvh, or in .amc with their .asf"
                + " beside them: directory="
                + empty);
    assertThatThrownBy(() -> MocapTakes.find(dir.resolve("nowhere")))
        .hasMessage(
            "there is no such directory of motion captures: directory=" + dir.resolve("nowhere"));
  }

  @Test
  void refusesAModelOfAnotherPreset() {
    assertThatThrownBy(
            () ->
                new EvaluationSettings(
                    "compact",
                    MeasuredSplit.TEST,
                    dataset,
                    List.of(D),
                    null,
                    2,
                    List.of(),
                    false,
                    List.of(),
                    1,
                    null,
                    EnergyTable.FP32_7NM,
                    1))
        .hasMessage(
            "a model of another preset: variant=D, its preset=small, measured preset=compact");
  }
}
