package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluateCommandTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(out);
    System.setErr(err);
  }

  private String complaint() {
    return complained.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }

  @Test
  void withoutADataSetItSaysWhatMakesOne() {
    Path nowhere = folder.resolve("nowhere");
    assertThat(Evpose.execute("evaluate", "--dataset", "" + nowhere)).isEqualTo(1);
    assertThat(complaint())
        .isEqualTo(
            "evpose: there is no data set here, `evpose dataset generate --out "
                + nowhere
                + "` makes it (7.4 GB, ten minutes on two cores): directory="
                + nowhere);
  }

  @Test
  void aDataSetThatIsNotFinishedIsSaidInOneLine() {
    assertThat(Evpose.execute("evaluate", "--dataset", "" + folder)).isEqualTo(1);
    assertThat(complaint()).startsWith("evpose: no data set, or one that is not finished");
  }

  @Test
  void badUsageIsSaidInOneLine() {
    assertThat(Evpose.execute("evaluate", "--split", "train")).isEqualTo(2);
    assertThat(complaint()).isEqualTo("a split is test or validation: split=train");
    complained.reset();
    assertThat(Evpose.execute("evaluate", "--energy", "free")).isEqualTo(2);
    assertThat(complaint()).endsWith("such as 4.6:0.9: table=free");
    complained.reset();
    String there = "" + folder;
    assertThat(Evpose.execute("evaluate", "--dataset", there, "--blocks", "0")).isEqualTo(2);
    assertThat(complaint()).isEqualTo("at least one block is measured: blocks=0");
    complained.reset();
    assertThat(Evpose.execute("evaluate", "--dataset", there, "--preset", "paper")).isEqualTo(2);
    assertThat(complaint())
        .isEqualTo("no model of this preset ships, name one as --weights D=FILE: preset=paper");
    complained.reset();
    assertThat(Evpose.execute("evaluate", "--report", there + "/a/b/r.json")).isEqualTo(2);
    assertThat(complaint())
        .isEqualTo("the directory cannot be written to: --report=" + there + "/a/b/r.json");
  }

  @Test
  void weightsThatAreNotThereAreSaidInOneLine() {
    assertThat(
            Evpose.execute("evaluate", "--dataset", "" + folder, "--weights", "C=no.safetensors"))
        .isEqualTo(1);
    assertThat(complaint()).isEqualTo("evpose: the weights cannot be read: file=no.safetensors");
    complained.reset();
    String[] baseline = {
      "evaluate", "--dataset", "" + folder, "--baseline", "calabrese=gone.safetensors"
    };
    assertThat(Evpose.execute(baseline)).isEqualTo(1);
    assertThat(complaint()).isEqualTo("evpose: the weights cannot be read: file=gone.safetensors");
  }

  @Test
  void theShippedHybridIsMeasuredAndReported() throws IOException {
    Path dataset = folder.resolve("dataset");
    String[] generate = {
      "dataset",
      "generate",
      "--out",
      "" + dataset,
      "--seconds",
      "0.6",
      "--subjects",
      "10",
      "--movements",
      "8"
    };
    assertThat(Evpose.execute(generate)).isZero();
    Path json = folder.resolve("r.json");
    Path html = folder.resolve("r.html");
    int code =
        Evpose.execute(
            "evaluate",
            "--split",
            "validation",
            "--dataset",
            "" + dataset,
            "--blocks",
            "1",
            "--report",
            "" + json,
            "--html",
            "" + html);
    JsonNode report = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(report.get("command").stringValue()).isEqualTo("evaluate");
    assertThat(report.get("machine").get("cores").intValue()).isPositive();
    assertThat(report.get("subset").get("windows").intValue()).isEqualTo(8);
    JsonNode d = report.get("variants").get("D");
    // the shipped weights find a simulated walker: far from the 80 px of a guess
    assertThat(d.get("mpjpe2dPx").doubleValue()).isBetween(0.5, 25.0);
    assertThat(d.get("watts").get("exact").doubleValue())
        .isLessThan(report.get("variants").get("ANN-100").get("watts").get("exact").doubleValue());
    JsonNode learned = report.get("learnedTriangulation").get("mpjpe3dMm");
    assertThat(learned.get("geometry").doubleValue())
        .isEqualTo(d.get("mpjpe3dMm").get("twoCameras").doubleValue());
    assertThat(learned.get("learned").doubleValue()).isBetween(5.0, 200.0);
    boolean better = report.get("bars").get("betterThanHeldFromThirdStepOn").booleanValue();
    assertThat(code).isEqualTo(better ? 0 : 1);
    assertThat(Files.readString(html)).startsWith("<!doctype html>").contains("<svg");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("ANN-10-held", "D over ANN-100");
  }
}
