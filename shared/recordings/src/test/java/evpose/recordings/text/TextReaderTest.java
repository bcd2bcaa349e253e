package evpose.recordings.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.ReadHints;
import evpose.recordings.ReadHints.TimeUnitOfText;
import evpose.recordings.Recorded;
import evpose.recordings.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
  @TempDir Path directory;

  private Path written(String text) throws IOException {
    return Files.writeString(directory.resolve("some.file"), text);
  }

  /** The same two events, as different people write them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t,x,y,p\n1203,17,240,1\n1300,18,239,0\n",
        "t,x@640,y@480,on\r\n1203,17,240,1\r\n1300,18,239,0",
        "x;y;polarity;timestamp_ms\n17;240;1;1.203\n18;239;-1;1.3\n",
        "17,240,1,1203\n18,239,0,1300\n",
        "0.001203 17 240 1\n0.001300 18 239 0\n",
        "640 480\n1.203000000000000000e-03 17 240 1\n0.0013 18 239 0\n",
        "# evpose\n# geometry 640x480\n1203\t17\t240\t1\n1300\t18\t239\t-1\n",
        "ts_ns,p,x,y\n1203499,True,17,240\n1299500,False,18,239\n",
        "index,t (s),x,y,p\n0,0.001203,17,240,1\n1,0.0013,18,239,0\n",
      })
  void columnsAndUnitAreDetected(String text) throws IOException {
    Recorded.Content content =
        Recorded.read(written(text), new ReadHints(new SensorGeometry(640, 480), null, null));
    assertThat(content.events()).isEqualTo(List.of(List.of("1203 17 240 1", "1300 18 239 0")));
    assertThat(content.cameras().get(0).sensor()).isEqualTo(new SensorGeometry(640, 480));
    assertThat(content.problems()).isEmpty();
  }

  @Test
  void integersOfTheLengthOfUnixNanosecondsAreNanoseconds() throws IOException {
    assertThat(Recorded.read(written("1700000000123456789 1 2 1\n")).events())
        .isEqualTo(List.of(List.of("1700000000123457 1 2 1")));
  }

  @Test
  void whatIsGivenWins() throws IOException {
    Path file = written("9,8,7,1\n9,8,7,1\n");
    ReadHints hints = new ReadHints(null, "y,x,t,p", TimeUnitOfText.MS);
    assertThat(Recorded.read(file, hints).events().get(0)).contains("7000 8 9 1");
  }

  @Test
  void withoutASizeItIsTakenFromTheEvents() throws IOException {
    Recorded.Content content = Recorded.read(written("t,x,y,p\n1,17,240,1\n2,18,1,0\n"));
    assertThat(content.cameras().get(0).sensor()).isEqualTo(new SensorGeometry(19, 241));
    assertThat(content.problems()).isEqualTo(Map.of("no-geometry", 1L));
  }

  @Test
  void linesThatAreNoEventsAreCounted() throws IOException {
    String text =
        "t,x@9,y@9,p\n1,1,1,1\nhello\n2,2,2\n\n# a remark\n3,99999999999999999999,3,1\n4,-4,4,1\n5,5,5,0\n";
    assertThat(Recorded.read(written(text)))
        .satisfies(
            content -> {
              assertThat(content.events()).isEqualTo(List.of(List.of("1 1 1 1", "5 5 5 0")));
              assertThat(content.problems())
                  .isEqualTo(Map.of("bad-line", 3L, "outside-sensor", 1L));
            });
  }

  @Test
  void linesMayBeCutByTheChunk() throws IOException {
    StringBuilder text = new StringBuilder("t,x@640,y@480,p\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(1000 * i).append(",639,").append(i % 480).append(",1\n");
    }
    Recorded.Content content = Recorded.read(written(text.toString()));
    assertThat(content.events().get(0)).hasSize(20_000).last().isEqualTo("19999000 639 319 1");
    assertThat(content.problems()).isEmpty();
  }

  @Test
  void columnsThatCannotBeToldAreAskedFor() throws IOException {
    Path file = written("1,2,3,4\n5,6,7,8\n");
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageContaining("its first bytes are those of no format known here");
  }
}
