package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPosesCommandTest {
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

  private int poses(Path dataset, String... more) {
    String[] command = {"dataset", "poses", "" + dataset, "--out", "" + folder.resolve("poses")};
    String[] all = Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return Evpose.execute(all);
  }

  @Test
  void storesWhatTheHybridSeesOnceAndGoesOnWhereItWas() throws IOException {
    Path dataset = folder.resolve("dataset");
    String[] generate = {
      "dataset",
      "generate",
      "--out",
      "" + dataset,
      "--seconds",
      "0.6",
      "--subjects",
      "2",
      "--movements",
      "8"
    };
    assertThat(Evpose.execute(generate)).isZero();
    assertThat(poses(dataset)).isZero();
    Path file = folder.resolve("poses/S2_session2_mov1.poses");
    // two cameras x 60 steps x 13 joints x 4 numbers, the truth, a header
    assertThat(Files.size(file)).isEqualTo(4 * (2 * 60 * 13 * 4 + 60 * 39 + 7 + 2) + 64);
    FileTime made = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, made);
    assertThat(poses(dataset)).isZero();
    assertThat(Files.getLastModifiedTime(file)).as("not made again").isEqualTo(made);
    assertThat(poses(dataset, "--cameras", "2,3")).isZero();
    assertThat(Files.getLastModifiedTime(file)).as("other cameras").isGreaterThan(made);
    assertThat(poses(dataset, "--subjects", "13")).isEqualTo(1);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("the data set has nobody of these people: subjects=13");
  }

  @Test
  void aCameraThatTheRigLacksIsBadUsage() {
    assertThat(poses(folder, "--cameras", "3,4")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("cameras of the rig are 0 to 3: --cameras=4");
  }

  @Test
  void aFolderWithoutADataSetIsSaidInOneLine() {
    assertThat(poses(folder)).isEqualTo(1);
    assertThat(complained.toString(StandardCharsets.UTF_8))
        .contains("no data set, or one that is not finished");
  }
}
