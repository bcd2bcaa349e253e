package evpose.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoseLinesTest {
  private static final List<String> NAMES = List.of("cam0", "cam1", "cam2", "cam3");
  @TempDir Path folder;

  private static List<String> lines(Views views) {
    List<String> lines = new ArrayList<>();
    for (int s = 0; s < views.steps().size(); s++) {
      if (s == 7) {
        continue; // nobody spoke of this step
      }
      for (int c = 0; c < 4; c++) {
        Pose2dMessage pose =
            new Pose2dMessage(
                "dhp19",
                NAMES.get(c),
                100 + s,
                10_000,
                (101 + s) * 10_000L,
                PoseSource.SNN,
                -1,
                Pose2dMessage.keypoints(views.steps().get(s).get(c)),
                0,
                0,
                0,
                0,
                0,
                0,
                new Inputs("", "", "", ""));
        lines.add(new String(Json.encode(pose), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }

  @Test
  void posesComeBackOnTheirGrid() throws IOException {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    Views views = Walker.views(cameras, 20, 1, new double[4], 3);
    List<String> lines = lines(views);
    lines.add(
        new String(
            Json.encode(
                Pose2dMessage.shed(
                    "dhp19", "cam0", 200, 201, 10_000, "late", new Inputs("", "", "", ""))),
            StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("poses.jsonl"), lines);
    Views read = PoseLines.read(file, NAMES);
    assertThat(read.stepMicros()).isEqualTo(10_000);
    assertThat(read.steps()).hasSize(20);
    assertThat(read.steps().get(7).get(2).count()).isZero();
    assertThat(read.steps().get(8).get(2).x(5))
        .isCloseTo(views.steps().get(8).get(2).x(5), within(1e-4));
  }

  @Test
  void saysWhichLineIsNoPoseAndWhichCameraIsMissing() throws IOException {
    Views views = Walker.views(Dhp19Rig.rig().cameras(), 2, 1, new double[4], 3);
    List<String> lines = lines(views);
    lines.add(3, "{}");
    Path torn = Files.write(folder.resolve("torn.jsonl"), lines);
    assertThatThrownBy(() -> PoseLines.read(torn, NAMES))
        .hasMessage(torn + ", line 4: no Pose2d: required field is missing: field=/rig");
    lines.remove(3);
    Path file = Files.write(folder.resolve("poses.jsonl"), lines);
    assertThatThrownBy(() -> PoseLines.read(file, List.of("cam0", "left")))
        .hasMessage(file + ": has no poses of this camera: camera=left");
  }
}
