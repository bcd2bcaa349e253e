package evpose.training.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class PaperReportTest {
  private static final String REPORT =
      """
      {"preset": "compact", "variants": {
        "ANN-100": {"mpjpe2dPx": 6.0, "mpjpe2dPxPerCamera": {"cam2": 5.5, "cam3": 6.5}, "watts": {"paper": 0.02}},
        "D": {"mpjpe2dPx": 5.0, "mpjpe2dPxPerCamera": {"cam2": 4.5, "cam3": 5.25}, "watts": {"paper": 0.0023},
              "mpjpe2dPxPerStep": [5, 5, 5, 5, 5, 5, 5, 5, 5, 5.75],
              "initialPotentials": [{"mean": 0.1}, {"mean": -0.2, "sd": 1.5, "shareFromOne": 0.06, "shareBelowZero": 0.5}],
              "spikeRates": {"in": [0.1, 0.2], "last": [0.3, 0.6]}},
        "200hz": {"mpjpe2dPx": 5.1, "watts": {"paper": 0.0025}, "mpjpe2dPxPerStep": [5, 5.2]},
        "C": {"mpjpe2dPxPerStep": [5, 5, 5, 5, 5, 5, 5, 5, 5, 6.25], "mpjpe2dPx": 5.5}}}
      """;

  private static PaperReport report() throws Exception {
    return PaperReport.of(Map.of("compact", PaperReport.JSON.readTree(REPORT)));
  }

  private static PaperReport.Section section(PaperReport report, String id) {
    return report.sections().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private static PaperReport.Row row(PaperReport report, String section, String name) {
    return section(report, section).rows().stream()
        .filter(r -> r.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theWholePaperIsInTheCatalogue() throws Exception {
    Set<String> ids = new HashSet<>();
    report().sections().forEach(s -> ids.add(s.id()));
    assertThat(ids)
        .containsExactlyInAnyOrder(
            "table-1",
            "table-2",
            "table-3",
            "table-4",
            "figure-4",
            "figure-5",
            "figure-6",
            "figure-7",
            "figure-8");
  }

  @Test
  void eachRowHasANumberOfOursOrASentence() throws Exception {
    for (PaperReport.Section section : report().sections()) {
      for (PaperReport.Row row : section.rows()) {
        boolean ours = row.cells().stream().anyMatch(c -> !Double.isNaN(c.ours()));
        assertThat(ours || !row.why().isEmpty()).as("%s: %s", section.title(), row.name()).isTrue();
      }
    }
  }

  @Test
  void ourNumbersComeFromTheReport() throws Exception {
    PaperReport.Row hybrid = row(report(), "table-2", "hybrid (D)");
    assertThat(hybrid.cells().get(0)).extracting("paper", "ours").containsExactly(5.19, 5.25);
    assertThat(hybrid.cells().get(1)).extracting("paper", "ours").containsExactly(4.97, 4.5);
    assertThat(hybrid.why()).contains("compact.variants.D.gmacPerSecondPaper");
    assertThat(row(report(), "table-1", "none, compact").cells().get(0).ours()).isEqualTo(6.25);
  }

  @Test
  void formsOfTheStateInitialisationStandInTableOneAsMeansOverSeeds() throws Exception {
    String seed =
        """
        {"preset": "study", "variants": {
          "D": {"mpjpe2dPx": %s, "mpjpe2dPxPerStep": [5, 5, 5, 5, 5, 5, 5, 5, 5, 8.5]},
          "init-none": {"mpjpe2dPx": 7, "mpjpe2dPxPerStep": [5, 5, 5, 5, 5, 5, 5, 5, 5, 9.5]},
          "init-sigmoid": {"mpjpe2dPx": 9, "mpjpe2dPxPerStep": [5, 5, 5, 5, 5, 5, 5, 5, 5, 9.25]}}}
        """;
    Map<String, JsonNode> reports = new LinkedHashMap<>();
    for (String px : List.of("6.0", "6.5", "7.75")) {
      reports.put("forms-" + (reports.size() + 1), PaperReport.JSON.readTree(seed.formatted(px)));
    }
    PaperReport report = PaperReport.of(reports);
    PaperReport.Row chosen = row(report, "table-1", "conv, norm, LReLU, conv, norm (chosen)");
    assertThat(chosen.cells().get(1)).extracting("paper", "ours").containsExactly(6.02, 6.75);
    assertThat(chosen.cells().get(1).each()).containsExactly(6.0, 6.5, 7.75);
    assertThat(chosen.cells().get(0).ours()).isEqualTo(8.5);
    assertThat(chosen.why()).isEmpty();
    assertThat(row(report, "table-1", "conv, norm, LReLU").why())
        .contains("forms*.variants.init-single.mpjpe2dPx");
    assertThat(section(report, "table-1").claims())
        .extracting(PaperReport.Claim::holds)
        .containsExactly(null, true, false, null, null, null);
    assertThat(report.html(Map.of())).contains("6.75 (6.00, 6.50, 7.75)");
    JsonNode json = PaperReport.JSON.valueToTree(report.keys());
    assertThat(
            json.path("sections")
                .path("table-1")
                .path("rows")
                .get(3)
                .path("average, px")
                .toString())
        .contains("\"ours\":6.75,\"oursEach\":[6.0,6.5,7.75]");
    PaperReport one = PaperReport.of(Map.of("forms-1", reports.get("forms-1")));
    assertThat(row(one, "table-1", chosen.name()).cells().get(1).ours()).isEqualTo(6);
    assertThat(row(one, "table-1", chosen.name()).cells().get(1).each()).isEmpty();
  }

  @Test
  void potentialsStandBesideFigureEight() throws Exception {
    assertThat(row(report(), "figure-8", "layer 1").cells())
        .extracting(PaperReport.Cell::ours)
        .containsExactly(-0.2, 1.5, 0.06, 0.5);
    assertThat(row(report(), "figure-8", "layer 2").why())
        .contains("compact.variants.D.initialPotentials[2].sd");
  }

  @Test
  void theMeanOverLayersIsTakenStepByStep() throws Exception {
    assertThat(section(report(), "figure-5").curves().get(1).ours())
        .containsExactly(new double[] {0.2, 0.4}, within(1e-12));
  }

  /** Table 2 of the paper from our counters, but for the 603.98 M that its ANN is short of. */
  @Test
  void ourCountersAtThePapersSizeGiveThePapersTable() throws Exception {
    PaperReport.Row hybrid = row(report(), "table-2", "hybrid (D)");
    assertThat(hybrid.cells().get(2).paperSize()).isCloseTo(233.27 + 6.04, within(0.01));
    assertThat(hybrid.cells().get(3).paperSize()).isCloseTo(79, within(0.5));
    PaperReport.Row snn = row(report(), "table-2", "SNN (A)");
    assertThat(snn.cells().get(2).paperSize()).isCloseTo(0.545, within(0.001));
    assertThat(snn.cells().get(3).paperSize()).isCloseTo(121, within(0.5));
  }

  @Test
  void baselinesAreComparedWithOursOfTheirSize() throws Exception {
    String study =
        """
        {"preset": "study", "variants": {
          "ANN-100": {"mpjpe2dPx": 8.0, "watts": {"paper": 0.004}},
          "Calabrese": {"mpjpe2dPx": 12.0, "mpjpe2dPxPerCamera": {"cam2": 11.0, "cam3": 13.0},
                        "mpjpe3dMmByPlacing": {"twoCameras": {"rays": 150.0}}, "watts": {"paper": 0.0006}},
          "Baldwin": {"mpjpe2dPx": 7.0, "watts": {"paper": 0.002}},
          "D": {"mpjpe2dPx": 9.0, "mpjpe2dPxPerCamera": {"cam2": 8.5, "cam3": 9.5}, "watts": {"paper": 0.0005}}}}
        """;
    PaperReport report = PaperReport.of(Map.of("study", PaperReport.JSON.readTree(study)));
    PaperReport.Row calabrese = row(report, "table-2", "Calabrese, ANN");
    assertThat(calabrese.cells().get(0)).extracting("paper", "ours").containsExactly(7.72, 13.0);
    assertThat(calabrese.cells().get(1)).extracting("paper", "ours").containsExactly(7.61, 11.0);
    assertThat(calabrese.cells().get(2).paperSize()).isCloseTo(254.8, within(0.05));
    assertThat(calabrese.cells().get(4).paperSize()).isCloseTo(0.431, within(0.0005));
    assertThat(calabrese.why()).contains("64x64 cells in place of 260x346 pixels");
    PaperReport.Row baldwin = row(report, "table-2", "Baldwin, ANN");
    assertThat(baldwin.cells().get(2).paperSize()).isCloseTo(949.4, within(0.05));
    assertThat(baldwin.cells().get(4)).extracting("paper", "ours").containsExactly(1.605, 0.002);
    PaperReport.Row ours = row(report, "table-2", "hybrid (D), preset study");
    assertThat(ours.cells().get(0).ours()).isEqualTo(9.5);
    assertThat(row(report, "table-4", "Calabrese, geometric").cells().get(0))
        .extracting("paper", "ours")
        .containsExactly(87.6, 150.0);
    assertThat(row(report, "figure-6", "Baldwin").cells().get(0))
        .extracting("paper", "ours")
        .containsExactly(5.98, 7.0);
    assertThat(section(report, "table-2").claims().subList(5, 11))
        .extracting(PaperReport.Claim::holds)
        .containsExactly(true, false, true, true, true, true);
  }

  @Test
  void the200HzHybridStandsBesideThePapers() throws Exception {
    PaperReport report = report();
    PaperReport.Row row = row(report, "figure-6", "hybrid, 200 Hz");
    assertThat(row.cells().get(0)).extracting("paper", "ours").containsExactly(5.16, 5.1);
    assertThat(row.cells().get(1)).extracting("paper", "ours").containsExactly(0.432, 0.0025);
    assertThat(section(report, "figure-6").claims().get(0).holds()).isTrue(); // 5.1 < 5.15
    assertThat(section(report, "figure-6").claims().get(1).holds()).isFalse(); // 2.5 > 2.415
    assertThat(section(report, "figure-4").curves())
        .filteredOn(c -> c.name().equals("D, 200 Hz, every second step"))
        .singleElement()
        .satisfies(c -> assertThat(c.ours()).containsExactly(5, 5.2))
        .satisfies(c -> assertThat(c.paper()).hasSize(10));
    PaperReport alone = PaperReport.of(Map.of());
    assertThat(row(alone, "figure-6", "hybrid, 200 Hz").why())
        .isEqualTo(
            "No report that was given has compact.variants.200hz.mpjpe2dPx,"
                + " compact.variants.200hz.watts.paper.");
  }

  @Test
  void sentencesOfThePaperArePutToOurNumbers() throws Exception {
    PaperReport report = report();
    assertThat(section(report, "table-1").claims().get(0).holds()).isTrue(); // 5.75 < 6.25
    assertThat(section(report, "table-2").claims().get(0).holds()).isFalse(); // 5 > 6
    assertThat(section(report, "table-2").claims().get(1).holds()).isNull(); // no A
    assertThat(section(report, "table-2").claims().get(2).holds()).isTrue(); // 2.3 < 4
    assertThat(report.summary()).contains("sentences of the paper");
  }

  @Test
  void framesAndEventsStandBesideTableThree() throws Exception {
    String study =
        """
        {"preset": "study", "variants": {
          "ANN-100": {"mpjpe2dPx": 8.0},
          "grey-ANN-10-held": {"mpjpe2dPxPerStep": [6.0, 7.0]},
          "grey": {"mpjpe2dPx": 6.5, "watts": {"paper": 0.001}},
          "D": {"mpjpe2dPx": 7.5, "watts": {"paper": 0.002}}}}
        """;
    PaperReport report = PaperReport.of(Map.of("study", PaperReport.JSON.readTree(study)));
    PaperReport.Row frames = row(report, "table-3", "hybrid, RGB and events");
    assertThat(frames.cells().get(0)).extracting("paper", "ours").containsExactly(4.66, 6.5);
    assertThat(frames.cells().get(3)).extracting("paper", "ours").containsExactly(0.21, 0.001);
    assertThat(row(report, "table-3", "ANN, RGB").cells().get(0).ours()).isEqualTo(6);
    assertThat(section(report, "table-3").claims())
        .extracting(PaperReport.Claim::holds)
        .containsExactly(true, true, true, true);
    assertThat(row(report, "table-3", "Scarpellini, ANN, events").why())
        .endsWith("this network was not built here.");
  }

  @Test
  void withoutAnyReportThePapersNumbersStandAlone() throws Exception {
    PaperReport alone = PaperReport.of(Map.of());
    for (PaperReport.Section section : alone.sections()) {
      for (PaperReport.Row row : section.rows()) {
        assertThat(row.why()).as("%s: %s", section.title(), row.name()).isNotEmpty();
      }
    }
  }

  @Test
  void thePageIsWellFormed() throws Exception {
    String page = report().html(Map.of("a", "<b> & c"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page.replaceFirst("<!doctype html>", ""))));
    assertThat(page).contains("Table 1").contains("does not hold here").contains("a</dt>");
  }

  @Test
  void theResultIsJson() throws Exception {
    JsonNode json = PaperReport.JSON.readTree(PaperReport.JSON.writeValueAsString(report().keys()));
    JsonNode first = json.path("sections").path("table-2").path("rows").get(4);
    assertThat(first.path("camera 2, px").path("paper").asDouble()).isEqualTo(5.19);
    assertThat(first.path("camera 2, px").path("ours").asDouble()).isEqualTo(5.25);
    assertThat(
            json.path("sections")
                .path("table-2")
                .path("claims")
                .get(0)
                .path("holdsHere")
                .asBoolean())
        .isFalse();
  }
}
