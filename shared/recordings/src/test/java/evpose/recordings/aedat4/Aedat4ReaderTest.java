package evpose.recordings.aedat4;

import static evpose.recordings.aedat4.Recorded.LEFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import evpose.events.EventBuffer;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventReader;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingInfo;
import evpose.recordings.RecordingProblem;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Aedat4ReaderTest {
  private static final int LENGTH_AT = FileHeader.MAGIC.length();
  private static final int EVENTS = 20_000; // three packets

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameAFile() {
    file = directory.resolve("take.aedat4");
  }

  /** Files by iniVation's own software; how they were made stands beside them. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd"})
  void readsWhatDvWrites(String compression) throws IOException {
    Files.write(file, resource("dv-" + compression + ".aedat4"));
    try (EventReader reader = Recordings.open(file)) {
      assertThat(reader.cameras()).containsExactly(new RecordedCamera("DV_test", 64, 48));
      EventBuffer events = Recorded.readAll(reader).get(0);
      assertThat(events.size()).isEqualTo(900);
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.micros(i)).isEqualTo(1_000_000 + 37 * i);
        assertThat(events.x(i)).isEqualTo(7 * i % 64);
        assertThat(events.y(i)).isEqualTo(11 * i % 48);
        assertThat(events.polarity(i)).isEqualTo(i % 3 == 0 ? 1 : 0);
      }
      assertThat(reader.problems()).isEmpty();
      assertThat(reader.otherStreams().keySet()).containsExactly("TRIG");
    }
  }

  @Test
  void readsARealRecordingOfAPerson() throws IOException {
    Path person = Path.of("../../../shared/data/events/person_dvxplorer.aedat4");
    assumeThat(person).as("the recording of a person is not on this machine").exists();
    RecordingInfo info = RecordingInfo.of(person);
    assertThat(info.cameras())
        .containsExactly( // as the PyPI packages aedat 2.3.0 and dv-processing 2.0.4 count it
            new RecordingInfo.Camera(
                "DVXplorer_DXB00010",
                320,
                240,
                111_954,
                55_023,
                56_931,
                1605537493718345L,
                1605537494308262L));
    assertThat(info.otherStreams()).isEqualTo(Map.of("IMUS", 59L));
    assertThat(info.problems()).isEmpty();
  }

  @Test
  void aPacketWithABrokenBodyIsLeftOut() throws IOException {
    byte[] bytes = written(Compression.LZ4);
    int second = packet(bytes, 1);
    bytes[second + 8] ^= 1; // the LZ4 magic
    try (EventReader reader = open(bytes)) {
      assertThat(Recorded.readAll(reader).get(0).size()).isEqualTo(EVENTS - 8192);
      assertThat(reader.problems())
          .containsExactly(
              new RecordingProblem(
                  "broken-packet",
                  1,
                  file
                      + ", byte "
                      + second
                      + ": an LZ4 frame must begin with 04224d18: bytes=05224d18; packet left out"));
    }
  }

  @Test
  void aFileThatWasCutOffIsReadToTheLastWholePacket() throws IOException {
    byte[] bytes = written(Compression.NONE);
    int third = packet(bytes, 2);
    try (EventReader reader = open(Arrays.copyOf(bytes, third + 100))) {
      assertThat(Recorded.readAll(reader).get(0).size()).isEqualTo(2 * 8192);
      assertThat(reader.problems().stream().map(RecordingProblem::kind))
          .containsExactly("bad-table-position", "truncated");
      int size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(third + 4);
      assertThat(reader.problems().get(1).first())
          .isEqualTo(
              file
                  + ", byte "
                  + third
                  + ": the last packet must be whole, reading ends here: bytes=100, needed="
                  + (size + 8));
    }
  }

  @Test
  void aNegativeSizeEndsTheReading() throws IOException {
    byte[] bytes = written(Compression.NONE);
    int second = packet(bytes, 1);
    putInt(bytes, second + 4, -2);
    try (EventReader reader = open(bytes)) {
      assertThat(Recorded.readAll(reader).get(0).size()).isEqualTo(8192);
      assertThat(reader.problems())
          .containsExactly(
              new RecordingProblem(
                  "lost-framing",
                  1,
                  file
                      + ", byte "
                      + second
                      + ": a packet must have a stream and a size that are not negative, reading"
                      + " ends here: stream=0, size=-2"));
      assertThat(reader.read(List.of(new EventBuffer()))).isFalse();
      assertThat(reader.problems().get(0).count()).isEqualTo(1);
    }
  }

  @Test
  void packetsOfUnknownStreamsAreLeftOut() throws IOException {
    byte[] bytes = written(Compression.NONE);
    int first = packet(bytes, 0);
    putInt(bytes, first, 7);
    try (EventReader reader = open(bytes)) {
      assertThat(Recorded.readAll(reader).get(0).size()).isEqualTo(EVENTS - 8192);
      assertThat(reader.problems())
          .containsExactly(
              new RecordingProblem(
                  "unknown-stream",
                  1,
                  file
                      + ", byte "
                      + first
                      + ": a packet must belong to a stream that the header names, left out:"
                      + " stream=7, streams=[0]"));
    }
  }

  @Test
  void eventsOutsideTheSensorAreLeftOut() throws IOException {
    byte[] bytes = written(Compression.NONE);
    int first = packet(bytes, 0);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(firstEvent(bytes) + 8, (short) -3);
    try (EventReader reader = open(bytes)) {
      assertThat(Recorded.readAll(reader).get(0).size()).isEqualTo(EVENTS - 1);
      RecordingProblem problem = reader.problems().get(0);
      assertThat(problem.kind()).isEqualTo("outside-sensor");
      assertThat(problem.first())
          .startsWith(
              file
                  + ", byte "
                  + first
                  + ": an event must lie inside the sensor, left out: x=-3, y=")
          .endsWith(", sensor=346x260");
    }
  }

  @Test
  void badTimesAreLeftOutAndBackwardTimesAreCounted() throws IOException {
    byte[] bytes = written(Compression.NONE);
    int event = firstEvent(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    in.putLong(event, -1);
    in.putLong(event + 5 * 16, 12);
    try (EventReader reader = open(bytes)) {
      EventBuffer events = Recorded.readAll(reader).get(0);
      assertThat(events.size()).isEqualTo(EVENTS - 1);
      assertThat(events.micros(4)).isEqualTo(12);
      assertThat(reader.problems().stream().map(p -> p.kind() + " " + p.count()))
          .containsExactly("bad-time 1", "time-backwards 1");
    }
  }

  @Test
  void aBodyMayNotUnpackToMoreThanItsLimit() {
    for (Compression compression : List.of(Compression.ZSTD, Compression.LZ4)) {
      byte[] packed = Packing.pack(compression, new byte[5000]);
      assertThat(packed.length).isLessThan(200);
      assertThatThrownBy(
              () -> Packing.unpack(compression, packed, packed.length, new ByteSink(4999)))
          .hasMessage("a body must unpack to at most 4999 bytes");
    }
  }

  @Test
  void aHeaderThatIsTooLongIsNotRead() throws IOException {
    byte[] bytes = written(Compression.NONE);
    putInt(bytes, LENGTH_AT, 1 << 30);
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            file
                + ", byte 14: the header's length must be in [0, 1048576] and inside the file:"
                + " length=1073741824, bytes left="
                + (bytes.length - 18));
  }

  @Test
  void aFileThatEndsInItsHeaderIsBroken() {
    assertThatThrownBy(() -> open(FileHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(file + ", byte 14: the header must be whole: the file ends here");
  }

  @Test
  void anUnknownCompressionIsNotSupportedYet() {
    String xml = InfoNode.of(List.of(LEFT), Compression.NONE);
    assertThatThrownBy(() -> open(head(new FileHeader(9, -1, xml))))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessage(
            file
                + ", byte 14: an AEDAT4 file whose compression is not supported yet: compression=9,"
                + " supported=0 to 4");
  }

  @Test
  void aFileWithoutEventsIsNotSupported() {
    String xml = InfoNode.of(List.of(LEFT), Compression.NONE).replace("EVTS", "FRME");
    assertThatThrownBy(() -> open(head(new FileHeader(0, -1, xml))))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessage(
            file
                + ", byte 14: an AEDAT4 file without a stream of events (EVTS), evpose works on"
                + " events only: streams=[FRME]");
  }

  @Test
  void anEventStreamNeedsASize() {
    String xml = InfoNode.of(List.of(LEFT), Compression.NONE).replaceAll(".*sizeX.*\n", "");
    assertThatThrownBy(() -> open(head(new FileHeader(0, -1, xml))))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            file
                + ", byte 14: the header must give an event stream a size, sides in [1, 32768]:"
                + " stream=0, sizeX=0, sizeY=260");
  }

  @Test
  void theXmlOpensNoOtherFiles() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "346");
    String xml =
        "<!DOCTYPE dv [<!ENTITY s SYSTEM \""
            + secret.toUri()
            + "\">]>"
            + InfoNode.of(List.of(LEFT), Compression.NONE).replace(">346<", ">&s;<");
    assertThatThrownBy(() -> open(head(new FileHeader(0, -1, xml))))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageStartingWith(file + ", byte 14: the header's XML must be well-formed: cause=");
  }

  @Test
  void camerasOfOneNameAreToldApart() throws IOException {
    String xml = InfoNode.of(List.of(LEFT, LEFT), Compression.NONE);
    try (EventReader reader = open(head(new FileHeader(0, -1, xml)))) {
      assertThat(reader.cameras().stream().map(RecordedCamera::id))
          .containsExactly("left", "stream1.left");
    }
  }

  /**
   * Whatever the bytes are, reading ends, in words, and gives only events that hold the promises.
   */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "LZ4", "ZSTD"})
  void noBytesBringItDown(Compression compression) throws IOException {
    EventBuffer some = Recorded.events(LEFT, 60, 8);
    Recorded.write(file, compression, some);
    byte[] whole = Files.readAllBytes(file);
    int opened = 0;
    for (int seed = 0; seed < 1500; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[LENGTH_AT + random.nextInt(bytes.length - LENGTH_AT)] =
            (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
      }
      try (EventReader reader = open(bytes)) {
        opened++;
        EventBuffer events = Recorded.readAll(reader).get(0);
        for (int i = 0; i < events.size(); i++) {
          RecordedCamera camera = reader.cameras().get(0);
          assertThat(events.x(i)).as("seed " + seed).isLessThan(camera.width());
          assertThat(events.y(i)).as("seed " + seed).isLessThan(camera.height());
          assertThat(events.micros(i)).as("seed " + seed).isBetween(0L, EventReader.LATEST_MICROS);
        }
      } catch (RecordingException e) {
        assertThat(e.getMessage()).as("seed " + seed).startsWith(file + ", byte 14: ");
      }
    }
    assertThat(opened).isBetween(300, 1499); // both ways are taken
  }

  private byte[] written(Compression compression) throws IOException {
    Path whole = directory.resolve("whole.aedat4");
    Recorded.write(whole, compression, Recorded.events(LEFT, EVENTS, 7));
    return Files.readAllBytes(whole);
  }

  private EventReader open(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return Recordings.open(file);
  }

  private static byte[] head(FileHeader header) {
    byte[] flat = header.encode();
    return ByteBuffer.allocate(LENGTH_AT + flat.length)
        .put(FileHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1))
        .put(flat)
        .array();
  }

  /** Byte of the head of packet n. */
  private static int packet(byte[] bytes, int n) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = LENGTH_AT + 4 + in.getInt(LENGTH_AT);
    for (int i = 0; i < n; i++) {
      at += 8 + in.getInt(at + 4);
    }
    return at;
  }

  /** Byte of the first event of the first packet, which must not be packed. */
  private static int firstEvent(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int body = packet(bytes, 0) + 8;
    return body + in.getInt(body) + 4 - 8192 * 16; // the events lie at the end of their body
  }

  private static void putInt(byte[] bytes, int at, int value) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Aedat4ReaderTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
