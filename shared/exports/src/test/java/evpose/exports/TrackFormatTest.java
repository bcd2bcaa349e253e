package evpose.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Pose3dMessage;
import evpose.pose.Joints3d;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackFormatTest {
  @TempDir Path folder;

  private static String line(String rig, long step, int revision, double shiftMm) {
    Joints3d joints = new Joints3d();
    for (int j = 0; j < 13; j++) {
      if (j != 4) {
        joints.set(j, 100.25 * j + shiftMm, -50.5 + step, 1700 - 100 * j, 0.5, new double[6], 1, 3);
      }
    }
    return new String(
        Json.encode(
            new Pose3dMessage(
                rig,
                step,
                10_000,
                (step + 1) * 10_000,
                revision,
                true,
                List.of("a", "b", "c"),
                3,
                Pose3dMessage.keypoints(joints),
                0,
                0,
                0,
                new Inputs("", "", "", ""))),
        StandardCharsets.UTF_8);
  }

  private PoseTrack track() throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                line("lab", 20, 0, 7),
                line("lab", 22, 0, 0),
                line("lab", 20, 1, 0),
                line("lab", 20, 0, 9)));
    Path file = Files.write(folder.resolve("poses.jsonl"), lines);
    return PoseTrack.read(file, "");
  }

  @Test
  void theHighestRevisionCountsAndHolesAreMissing() throws IOException {
    PoseTrack track = track();
    assertThat(track.rig()).isEqualTo("lab");
    assertThat(track.firstStep()).isEqualTo(20);
    assertThat(track.rateHz()).isEqualTo(100);
    assertThat(track.frames()).hasSize(3);
    assertThat(track.frames().get(0)[1]).containsExactly(100.25, -30.5, 1600, 0.5);
    assertThat(track.frames().get(1)[1]).containsExactly(Double.NaN, Double.NaN, Double.NaN, 0);
    assertThat(track.frames().get(0)[4][0]).isNaN();
  }

  @Test
  void trcIsInMetresWithYUp() throws IOException {
    Path file = folder.resolve("walk.trc");
    TrackFormat.TRC.write(track(), file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("PathFileType\t4\t(X/Y/Z)\twalk.trc");
    assertThat(lines.get(2)).isEqualTo("100.000000\t100.000000\t3\t13\tm\t100.000000\t1\t3");
    assertThat(lines.get(3)).startsWith("Frame#\tTime\thead\t\t\tshoulderR\t\t\t");
    assertThat(lines.get(4)).startsWith("\t\tX1\tY1\tZ1\tX2");
    assertThat(lines.get(6)).startsWith("1\t0.000000\t0.000000\t1.700000\t0.030500\t0.100250");
    assertThat(lines.get(7).strip()).isEqualTo("2\t0.010000");
    assertThat(lines.get(8).split("\t", -1)).hasSize(2 + 3 * 13);
  }

  @Test
  void csvSaysUnitsAndLeavesMissingEmpty() throws IOException {
    Path file = folder.resolve("walk.csv");
    TrackFormat.CSV.write(track(), file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).startsWith("seconds,head_x_mm,head_y_mm,head_z_mm,head_confidence,");
    assertThat(lines.get(1)).startsWith("0.200000,0.000,-30.500,1700.000,0.5000,100.250");
    assertThat(lines.get(2)).isEqualTo("0.210000" + ",,,,0".repeat(13));
  }

  @Test
  void openPoseHasFourNumbersAJoint() throws IOException {
    Path file = folder.resolve("walk.jsonl");
    TrackFormat.OPENPOSE.write(track(), file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .startsWith(
            "{\"version\":1.3,\"people\":[{\"person_id\":[-1],\"pose_keypoints_2d\":[],\"pose_keypoints_3d\":[0.000,-30.500,1700.000,0.5000,")
        .contains(",0,0,0,0,");
  }

  @Test
  void c3dHasWholeBlocksAndMarksWhatIsMissing() throws IOException {
    Path file = folder.resolve("walk.c3d");
    TrackFormat.C3D.write(track(), file);
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.capacity() % 512).isZero();
    assertThat(in.get(0)).isEqualTo((byte) 2);
    assertThat(in.get(1)).isEqualTo((byte) 0x50);
    assertThat(in.getShort(2)).isEqualTo((short) 13);
    int data = 512 * (in.getShort(16) - 1);
    assertThat(in.getFloat(data + 16)).isEqualTo(100.25f);
    assertThat(in.getFloat(data + 28)).isZero();
    assertThat(in.getFloat(data + 4 * 16 + 12)).isEqualTo(-1f);
    assertThat(in.getFloat(data + 13 * 16 + 12)).isEqualTo(-1f);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path two =
        Files.write(folder.resolve("two.jsonl"), List.of(line("a", 1, 0, 0), line("b", 1, 0, 0)));
    assertThatThrownBy(() -> PoseTrack.read(two, ""))
        .hasMessage(two + ", line 2: more than one rig, name one: rig=b");
    assertThat(PoseTrack.read(two, "b").frames()).hasSize(1);
    assertThatThrownBy(() -> PoseTrack.read(two, "c"))
        .hasMessage(two + ": has no poses of this rig: rig=c");
    Path torn = Files.write(folder.resolve("torn.jsonl"), List.of("{"));
    assertThatThrownBy(() -> PoseTrack.read(torn, ""))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(torn + ", line 1: no Pose3d: ");
  }
}
