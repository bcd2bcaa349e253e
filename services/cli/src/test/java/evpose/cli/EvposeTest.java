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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says, and with which exit code, before anything heavy starts. */
class EvposeTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "info",
        "convert",
        "clean",
        "replay",
        "record",
        "listen",
        "rig",
        "calibration",
        "export",
        "stream",
        "dataset",
        "train",
        "evaluate",
        "paper",
        "bench",
        "realism",
        "weights",
        "acl",
        "doctor",
        "compare",
        "verify",
        "chaos",
        "run",
        "dead-letters"
      })
  void everyCommandExplainsItself(String command) {
    assertThat(Evpose.execute(command, "--help")).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Usage: evpose " + command);
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(Evpose.execute()).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("say what to do", "demo", "train");
  }

  @Test
  void rightsAreListedForOneServiceOrAll() {
    assertThat(Evpose.execute("acl", "camera", "--principal", "User:cam")).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "--add --allow-principal User:cam --operation READ --topic events",
            "--operation WRITE --transactional-id evpose-camera --resource-pattern-type prefixed")
        .doesNotContain("--operation WRITE --topic events", "ground-truth --operation READ");
    assertThat(Evpose.execute("acl", "cameras")).isEqualTo(2);
    assertThat(Evpose.execute("acl", "--principal", "User:cam")).isEqualTo(2);
    assertThat(Evpose.execute("acl", "camera", "--principal", "cam")).isEqualTo(2);
    assertThat(Evpose.execute("acl", "--passwords", "p.properties")).isEqualTo(2);
  }

  @Test
  void anUnknownOptionIsBadUsage() {
    assertThat(Evpose.execute("demo", "--camera", "4")).isEqualTo(2);
  }

  @Test
  void aNumberOutsideItsRangeIsBadUsage() {
    assertThat(Evpose.execute("demo", "--cameras", "17")).isEqualTo(2);
    assertThat(Evpose.execute("demo", "--triangulator", "learned")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains(
            "learned triangulation knows two cameras at 100 Hz, DHP19's cam2 and cam3; give"
                + " --cameras 2: --cameras=4, --rate=100");
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .startsWith("cameras must be in [1, 16]: --cameras=17");
  }

  @Test
  void aBenchSaysWhatItCanMeasure() {
    assertThat(Evpose.execute("bench")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .startsWith("say what to measure: ")
        .contains("simulator");
    assertThat(Evpose.execute("bench", "simulator", "--cameras", "17")).isEqualTo(2);
    assertThat(Evpose.execute("bench", "rigs", "--rigs", "1,33")).isEqualTo(2);
    assertThat(Evpose.execute("bench", "rigs", "--rate", "33")).isEqualTo(2);
    assertThat(Evpose.execute("bench", "rigs", "--unit-costs", "0.1,-1,0")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("cameras must be in [1, 16]: --cameras=17");
  }

  @Test
  void theSimulatorsBenchWritesItsReport() throws IOException {
    Path file = folder.resolve("r.json");
    assertThat(
            Evpose.execute(
                "bench", "simulator", "--seconds", "1", "--cameras", "1", "--report", "" + file))
        .isZero();
    assertThat(Files.readString(file))
        .contains(
            "\"command\" : \"bench simulator\"",
            "\"realTimeFactor\"",
            "\"bytesPerStep\"",
            "\"perMovement\"",
            "\"yardstick\"");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("times real time on one core");
  }

  @Test
  void theEnginesBenchWritesItsReportAndItsPlot() throws IOException {
    Path file = folder.resolve("r.json");
    Path plot = folder.resolve("r.svg");
    assertThat(
            Evpose.execute(
                "bench",
                "engine",
                "--preset",
                "study",
                "--densities",
                "1,5,20",
                "--rounds",
                "3",
                "--report",
                "" + file,
                "--plot",
                "" + plot))
        .isZero();
    assertThat(Files.readString(file))
        .contains(
            "\"command\" : \"bench engine\"",
            "\"density\"",
            "\"layers\"",
            "\"denseWallMs\"",
            "\"sparseMs1\"",
            "\"ratio1\"",
            "\"bandwidthShare\"",
            "\"linearityR2\"")
        .doesNotContain("NaN");
    assertThat(Files.readString(plot)).startsWith("<svg xmlns=").contains("event-driven");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("published rates", "20 %", "up3", "R² =");
  }

  @Test
  void theEnginesBenchNamesTheKeyAndTheRule() {
    assertThat(Evpose.execute("bench", "engine", "--densities", "1,101")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .startsWith("densities are percent and must be in (0, 100]: --densities=101.0");
    assertThat(Evpose.execute("bench", "engine", "--threads", "2,1")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("threads must ascend from 1 to 256 at most: --threads=[2, 1]");
    assertThat(Evpose.execute("bench", "engine", "--preset", "huge")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("there is no such preset, choose paper, compact or study: preset=huge");
  }

  @Test
  void aFileThatIsNotThereIsSaidInOneLine() {
    assertThat(Evpose.execute("demo", "--input", "nowhere.aedat4")).isEqualTo(1);
    assertThat(complained.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("evpose: the file cannot be read: file=nowhere.aedat4");
  }

  @Test
  void aFileThatIsNoRecordingIsSaidInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("letter.txt"), "Dear reader,");
    assertThat(Evpose.execute("info", file.toString())).isEqualTo(1);
    assertThat(complained.toString(StandardCharsets.UTF_8).strip().lines()).hasSize(1);
    assertThat(complained.toString(StandardCharsets.UTF_8)).contains("letter.txt", "no recording");
  }

  @Test
  void aRigNeedsCameras() {
    assertThat(Evpose.execute("rig", "add", "studio", "--bootstrap", "127.0.0.1:1")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .startsWith("name the cameras: --camera ID=WxH, --calibration F or --dhp19");
  }

  @Test
  void aTrainingWithoutConfigurationIsSaidInOneLine() {
    assertThat(Evpose.execute("train", "nowhere.json")).isEqualTo(1);
    assertThat(complained.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("evpose: the configuration cannot be read: file=nowhere.json");
  }
}
