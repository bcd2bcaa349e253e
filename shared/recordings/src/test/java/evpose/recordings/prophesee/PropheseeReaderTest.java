package evpose.recordings.prophesee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.events.EventBuffer;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventReader;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingProblem;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropheseeReaderTest {
  private static final String EVT2 = "% evt 2.0\n% geometry 640x480\n% end\n";
  private static final String EVT21 = "% format EVT21;height=480;width=640\n% end\n";
  private static final String EVT3 = "% evt 3.0\n% format EVT3;height=720;width=1280\n% end\n";
  private static final String DAT =
      "% Data file containing CD events.\n% Version 2\n% Height 240\n% Width 304\n";

  @TempDir Path dir;

  private final ByteBuffer words = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);

  private Path written(String header) throws IOException {
    byte[] head = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + words.position());
    System.arraycopy(words.array(), 0, all, head.length, words.position());
    return Files.write(dir.resolve("some.file"), all);
  }

  private record Content(String format, List<String> events, Map<String, Long> problems) {}

  private static Content read(Path file) throws IOException {
    try (EventReader reader = Recordings.open(file)) {
      EventBuffer buffer = new EventBuffer();
      while (reader.read(List.of(buffer))) {
        // all into the same buffer
      }
      List<String> events = new ArrayList<>();
      for (int i = 0; i < buffer.size(); i++) {
        events.add(
            buffer.x(i) + "," + buffer.y(i) + "," + buffer.micros(i) + "," + buffer.polarity(i));
      }
      Map<String, Long> problems =
          reader.problems().stream()
              .collect(Collectors.toMap(RecordingProblem::kind, RecordingProblem::count));
      return new Content(reader.format(), events, problems);
    }
  }

  private void evt3(int... values) {
    for (int value : values) {
      words.putShort((short) value);
    }
  }

  @Test
  void evt2TellsHighTimeOnceAndLowTimeWithEachEvent() throws IOException {
    words.putInt(0x1000_0000); // no time yet
    words.putInt(0x8000_0002); // 128 us
    words.putInt(1 << 28 | 5 << 22 | 639 << 11 | 479);
    words.putInt(63 << 22 | 3 << 11 | 4);
    words.putInt(640 << 11); // outside
    words.putInt(0x5000_0000); // no such type
    words.putInt(0xA000_0001); // a trigger
    words.put((byte) 1);
    assertThat(read(written(EVT2)))
        .isEqualTo(
            new Content(
                "EVT2",
                List.of("639,479,133,1", "3,4,191,0"),
                Map.of(
                    "before-first-time", 1L,
                    "outside-sensor", 1L,
                    "unknown-word", 1L,
                    "truncated", 1L)));
  }

  @Test
  void evt2ClockGoesOnBehindItsWrapAndSmallStepsBackAreKept() throws IOException {
    words.putInt(0x8FFF_FFFF).putInt(0).putInt(0x8000_0001).putInt(0).putInt(0x8000_0000).putInt(0);
    assertThat(read(written(EVT2)))
        .isEqualTo(
            new Content(
                "EVT2",
                List.of(
                    "0,0," + ((1L << 34) - 64) + ",0",
                    "0,0," + ((1L << 34) + 64) + ",0",
                    "0,0," + (1L << 34) + ",0"),
                Map.of("time-wrapped", 1L, "time-backwards", 1L)));
  }

  @Test
  void evt21TellsUpToThirtyTwoNeighbours() throws IOException {
    words.putLong(0x8000_0001_0000_0000L);
    words.putLong((1L << 60) | (2L << 54) | (608L << 43) | (7L << 32) | 0x8000_0005L);
    assertThat(read(written(EVT21)))
        .isEqualTo(
            new Content("EVT2.1", List.of("608,7,66,1", "610,7,66,1", "639,7,66,1"), Map.of()));
  }

  @Test
  void evt3VectorsGoOnFromColumnToColumn() throws IOException {
    evt3(0x2001, 0x8001, 0x6002, 0x0007, 0x2803, 0x3820, 0x4801, 0x4001, 0x5081, 0x9000);
    assertThat(read(written(EVT3)))
        .isEqualTo(
            new Content(
                "EVT3",
                List.of(
                    "3,7,4098,1",
                    "32,7,4098,1",
                    "43,7,4098,1",
                    "44,7,4098,1",
                    "56,7,4098,1",
                    "63,7,4098,1"),
                Map.of("before-first-time", 1L, "unknown-word", 1L)));
  }

  @Test
  void evt3ClockOfTwentyFourBitsGoesOn() throws IOException {
    evt3(0x8FFF, 0x6FFF, 0x0000, 0x2000, 0x8000, 0x2000, 0x6001, 0x2000);
    assertThat(read(written(EVT3)))
        .isEqualTo(
            new Content(
                "EVT3",
                List.of("0,0,16777215,0", "0,0,16777216,0", "0,0,16777217,0"),
                Map.of("time-wrapped", 1L)));
  }

  @Test
  void evt3VectorsMayBeCutByTheChunk() throws IOException {
    evt3(0x8000, 0x6000, 0x0000, 0x3000);
    int chunkWords = (1 << 16) / 2;
    for (int i = 4; i < chunkWords - 1; i++) {
      evt3(0xE000);
    }
    evt3(0x4001, 0x5001);
    assertThat(read(written(EVT3)).events()).containsExactly("0,0,0,0", "12,0,0,0");
  }

  @Test
  void datTellsEachTimeInFull() throws IOException {
    words.put((byte) 0x0C).put((byte) 8);
    words.putInt(-1).putInt(1 << 28 | 239 << 14 | 303);
    words.putInt(1).putInt(5);
    words.putInt(2).putInt(2 << 28);
    assertThat(read(written(DAT)))
        .isEqualTo(
            new Content(
                "DAT",
                List.of("303,239,4294967295,1", "5,0,4294967297,0"),
                Map.of("time-wrapped", 1L, "bad-polarity", 1L)));
  }

  @Test
  void sizesThatCannotBeAndRecordsOfOtherKindsAreRefusedInWords() throws IOException {
    Path file = written("% evt 2.0\n% geometry 99999999x1\n");
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageContaining("width=99999999, height=1");
    words.put((byte) 14).put((byte) 16);
    Path dat = written(DAT);
    assertThatThrownBy(() -> Recordings.open(dat))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageEndingWith("type=14, bytes=16");
    Path newer = written("% evt 4.0\n");
    assertThatThrownBy(() -> Recordings.open(newer))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageStartingWith(newer + ",")
        .hasMessageEndingWith("version=4.0");
  }

  @Test
  void damagedFilesEndInWordsAndGiveEventsInsideTheSensorOnly() throws IOException {
    SplittableRandom random = new SplittableRandom(8);
    int rounds = Integer.getInteger("evpose.fuzz.rounds", 5_000);
    for (String header : List.of(EVT2, EVT21, EVT3, DAT)) {
      int opened = 0;
      for (int round = 0; round < rounds; round++) {
        words.clear();
        words.put((byte) 0x0C).put((byte) 8);
        for (int i = random.nextInt(60); i > 0; i--) {
          words.putInt(random.nextInt());
        }
        byte[] head = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = Arrays.copyOf(head, head.length + words.position());
        System.arraycopy(words.array(), 0, bytes, head.length, words.position());
        for (int i = random.nextInt(3); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        Path file = Files.write(dir.resolve("damaged"), bytes);
        try (EventReader reader = Recordings.open(file)) {
          opened++;
          EventBuffer events = new EventBuffer();
          while (reader.read(List.of(events))) {
            // to the end
          }
          assertThat(insideSensorAndTime(events, reader.cameras().get(0))).isTrue();
        } catch (RecordingException e) {
          assertThat(e.getMessage()).contains(file.toString());
        }
      }
      assertThat(opened).isGreaterThan(rounds / 2);
    }
  }

  private static boolean insideSensorAndTime(EventBuffer events, RecordedCamera camera) {
    boolean inside = true;
    for (int i = 0; i < events.size(); i++) {
      inside &= events.x(i) < camera.width() && events.y(i) < camera.height();
      inside &= events.micros(i) >= 0 && events.micros(i) <= EventReader.LATEST_MICROS;
    }
    return inside;
  }

  /**
   * The sums are those of expelliarmus 1.1.12; faery 0.7.1 has the same count, first and last time.
   */
  @Test
  void aRealRecordingHasTheEventsThatIndependentReadersFind() throws IOException {
    Path sparks = Path.of("../../../shared/data/events/evt2_sparks.raw");
    assumeTrue(Files.exists(sparks), "no recording at " + sparks);
    long events = 0;
    long columns = 0;
    long rows = 0;
    long micros = 0;
    int on = 0;
    EventBuffer buffer = new EventBuffer();
    try (EventReader reader = Recordings.open(sparks)) {
      for (; reader.read(List.of(buffer)); buffer.clear()) {
        events += buffer.size();
        for (int i = 0; i < buffer.size(); i++) {
          columns += buffer.x(i);
          rows += buffer.y(i);
          micros += buffer.micros(i);
          on += buffer.polarity(i);
        }
      }
      assertThat(reader.problems()).isEmpty();
    }
    assertThat(List.of(events, columns, rows, micros, (long) on))
        .containsExactly(521_252L, 128_979_953L, 216_346_680L, 476_298_094_656_969L, 185_861L);
  }
}
