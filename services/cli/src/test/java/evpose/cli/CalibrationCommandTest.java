package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CalibrationCommandTest {
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

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  /** DHP19's matrices as released, by way of our own file. */
  private String released() throws IOException {
    Path own = folder.resolve("dhp19.json");
    Files.write(own, Json.encode(CalibrationMessage.of(Dhp19Rig.rig(), 0, "a test")));
    assertThat(
            Evpose.execute(
                "calibration", "export", own.toString(), "--to", "dhp19", "--out", in("npy")))
        .isZero();
    return in("npy");
  }

  @Test
  void aCalibrationGoesThroughOtherToolsFilesAndBack() throws IOException {
    String npy = released();
    assertThat(
            Evpose.execute(
                "calibration", "export", npy, "--to", "pose2sim", "--out", in("Calib_x.toml")))
        .isZero();
    assertThat(
            Evpose.execute(
                "calibration",
                "import",
                in("Calib_x.toml"),
                "--rig",
                "lab",
                "--out",
                in("lab.json")))
        .isZero();
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("rows: taken as counted upwards")
        .doesNotContain("warning");
    assertThat(Evpose.execute("calibration", "audit", in("lab.json"))).isZero();
    said.reset();
    assertThat(Evpose.execute("calibration", "show", in("lab.json"), "--svg", in("lab.svg")))
        .isZero();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("lab: 4 cameras", "P_cam0   346x260  at -2313, -89, 2150 mm");
    assertThat(Files.readString(folder.resolve("lab.svg"))).startsWith("<svg").contains(">P_cam3<");
  }

  @Test
  void anAuditThatFindsSomethingHasExitCodeOneAndSaysItInJson() throws IOException {
    assertThat(
            Evpose.execute(
                "calibration", "audit", released(), "--no-rows-up", "--units", "m", "--json"))
        .isEqualTo(1);
    JsonNode findings =
        new JsonMapper().readTree(said.toString(StandardCharsets.UTF_8)).get("findings");
    assertThat(findings.size()).isEqualTo(5);
    assertThat(findings.get(0).get("camera").asString()).isEqualTo("P_cam0");
    assertThat(findings.get(0).get("fault").asString()).isEqualTo("rows-not-flipped");
    assertThat(findings.get(0).get("evidence").asString()).contains("mm behind it");
    assertThat(findings.get(4).get("fault").asString()).isEqualTo("units");
  }

  @Test
  void posesAuditAndRefine() throws IOException {
    List<String> lines = new ArrayList<>();
    double[] pixel = new double[2];
    for (int step = 0; step < 300; step++) {
      for (int c = 0; c < 4; c++) {
        ProjectionCamera camera = Dhp19Rig.rig().cameras().get(c);
        int from = c == 0 ? 3 : c == 3 ? 0 : c; // cam0 and cam3 have each other's names
        Joints2d joints = new Joints2d();
        for (int j = 0; j < Skeleton.JOINTS; j++) {
          double t = step / 100.0;
          camera.project(
              300 * Math.sin(t + j), 300 * Math.cos(0.7 * t) + 20 * j, 1600 - 120 * j, pixel);
          joints.set(j, pixel[0], pixel[1], 1);
        }
        lines.add(
            new String(
                Json.encode(
                    new Pose2dMessage(
                        "dhp19",
                        "cam" + from,
                        step,
                        10_000,
                        (step + 1) * 10_000L,
                        PoseSource.ANN,
                        step,
                        Pose2dMessage.keypoints(joints),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        new Inputs("", "", "", ""))),
                StandardCharsets.UTF_8));
      }
    }
    String poses = Files.write(folder.resolve("poses.jsonl"), lines).toString();
    released();
    assertThat(Evpose.execute("calibration", "audit", in("dhp19.json"), "--poses", poses))
        .isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("cam3: exchanged: with the views of cam0 and cam3 exchanged they lie 0.0 px");
    said.reset();
    assertThat(
            Evpose.execute(
                "calibration",
                "refine",
                in("dhp19.json"),
                "--poses",
                poses,
                "--out",
                in("r.json"),
                "--json"))
        .isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("\"beforePx\"", "\"movedMm\"");
    assertThat(Evpose.execute("calibration", "show", in("r.json"))).isZero();
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    assertThat(Evpose.execute("calibration", "show", in("none.toml"))).isEqualTo(1);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("evpose: there is no such file: file=" + in("none.toml"));
    assertThat(Evpose.execute("calibration", "show", released(), "--up", "sky")).isEqualTo(2);
    assertThat(Evpose.execute("calibration")).isEqualTo(2);
    assertThat(Evpose.execute("calibration", "formats")).isZero();
  }
}
