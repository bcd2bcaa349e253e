package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.recordings.EventWriter;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingFormat;
import evpose.recordings.RecordingInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What convert and clean write, and what they refuse. */
class ConvertCommandTest {
  private static final RecordedCamera A = new RecordedCamera("a", 64, 48);
  private static final RecordedCamera B = new RecordedCamera("b", 32, 24);

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

  private Path two() throws IOException {
    Path file = folder.resolve("two.aedat4");
    try (EventWriter writer = RecordingFormat.AEDAT4.create(file, List.of(A, B))) {
      EventBuffer events = new EventBuffer();
      for (int i = 0; i < 1000; i++) {
        events.add(i % 30, i % 20, 5_000_000_000L + 100L * i, i % 2);
      }
      writer.write(0, events);
      writer.write(1, events);
    }
    return file;
  }

  private String complaint() {
    return complained.toString(StandardCharsets.UTF_8);
  }

  @Test
  void oneCameraOfTwoGoesIntoAFileForOne() throws IOException {
    Path target = folder.resolve("b.dat");
    String[] asked = {"convert", two().toString(), target.toString(), "--camera", "b"};
    assertThat(Evpose.execute(asked)).isEqualTo(1);
    assertThat(complaint())
        .contains(
            "DAT has room for times in [0, 4294967295] microseconds: micros=50000",
            ", count them from the first event with --from-zero");
    assertThat(folder)
        .isDirectoryContaining("glob:**two.aedat4")
        .isDirectoryNotContaining("glob:**b.dat*");
    String[] zero = {
      "convert", two().toString(), target.toString(), "--camera", "b", "--from-zero", "--json"
    };
    assertThat(Evpose.execute(zero)).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("\"eventsWritten\" : 1000");
    RecordingInfo info = RecordingInfo.of(target);
    assertThat(info.format()).isEqualTo("DAT");
    assertThat(info.cameras())
        .containsExactly(new RecordingInfo.Camera("cam0", 32, 24, 1000, 500, 500, 0L, 99_900L));
    assertThat(Evpose.execute(zero)).isEqualTo(1);
    assertThat(complaint()).contains("is there already, write over it with --force");
  }

  @Test
  void severalCamerasStayTogetherOrAreRefused() throws IOException {
    Path target = folder.resolve("both.aedat4");
    assertThat(Evpose.execute("convert", two().toString(), target.toString())).isZero();
    assertThat(RecordingInfo.of(target).cameras()).isEqualTo(RecordingInfo.of(two()).cameras());
    Path csv = folder.resolve("both.csv");
    assertThat(Evpose.execute("convert", two().toString(), csv.toString())).isEqualTo(1);
    assertThat(complaint())
        .contains("CSV holds one camera; choose AEDAT4 or HDF5, or one of the cameras");
  }

  @Test
  void aRecordingIsNeverWrittenOverItself() throws IOException {
    String file = two().toString();
    assertThat(Evpose.execute("convert", file, file, "--force")).isEqualTo(1);
    assertThat(complaint()).contains("a recording cannot be written over itself");
    assertThat(RecordingInfo.of(Path.of(file)).events()).isEqualTo(2000);
  }

  @Test
  void anEndingThatTellsNothingIsAskedFor() throws IOException {
    assertThat(Evpose.execute("convert", two().toString(), folder.resolve("x").toString()))
        .isEqualTo(1);
    assertThat(complaint()).contains("choose one with --to: file=");
  }

  @Test
  void cleaningSaysWhatEachFilterRemoved() throws IOException {
    Path target = folder.resolve("clean.aedat4");
    assertThat(
            Evpose.execute(
                "clean",
                two().toString(),
                target.toString(),
                "--region",
                "0,0,15,24",
                "--polarity",
                "on",
                "--hot-pixels",
                "100000"))
        .isZero();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "camera a, removed of 1,000 events:  region 495 (49.5 %)  hot pixels 0 (0.0 %)  polarity 269");
    assertThat(RecordingInfo.of(target).cameras().get(0).off()).isZero();
  }

  @Test
  void cleaningNamesTheOptionThatMakesTimesFitAndOnlyWhereItDoes() throws IOException {
    Path target = folder.resolve("b.dat");
    String[] asked = {
      "clean", two().toString(), target.toString(), "--camera", "b", "--polarity", "on"
    };
    assertThat(Evpose.execute(asked)).isEqualTo(1);
    assertThat(complaint()).contains(", count them from the first event with --from-zero");
    Path hours = folder.resolve("hours.csv");
    Files.writeString(hours, "t,x@64,y@48,p\n0,1,1,1\n5000000000,1,1,1\n");
    complained.reset();
    String[] counted = {
      "clean", hours.toString(), target.toString(), "--polarity", "on", "--from-zero"
    };
    assertThat(Evpose.execute(counted)).isEqualTo(1);
    assertThat(complaint())
        .contains("DAT has room for times in [0, 4294967295] microseconds: micros=5000000000")
        .doesNotContain("--from-zero");
  }

  @Test
  void cleaningNeedsAFilter() throws IOException {
    assertThat(Evpose.execute("clean", two().toString(), "x.aedat4")).isEqualTo(2);
    assertThat(complaint()).startsWith("say what to remove, such as --background 70000");
    assertThat(Files.exists(Path.of("x.aedat4"))).isFalse();
  }
}
