package evpose.recordings.aedat4;

import static evpose.recordings.aedat4.Recorded.LEFT;
import static evpose.recordings.aedat4.Recorded.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Aedat4RoundTripTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(Compression compression) throws IOException {
    for (int count : new int[] {1, 8191, 8192, 8193, 40_000}) {
      Path file = directory.resolve(count + ".aedat4");
      EventBuffer left = Recorded.events(LEFT, count, 1);
      EventBuffer right = Recorded.events(RIGHT, 3 * count, 2);
      try (Aedat4Writer writer = Aedat4Writer.create(file, List.of(LEFT, RIGHT), compression)) {
        writer.write(1, right);
        writer.write(0, new EventBuffer());
        writer.write(0, left);
      }
      try (EventReader reader = Recordings.open(file)) {
        assertThat(reader.format()).isEqualTo("AEDAT4");
        assertThat(reader.cameras()).containsExactly(LEFT, RIGHT);
        List<EventBuffer> read = Recorded.readAll(reader);
        assertThat(Recorded.text(read.get(0))).isEqualTo(Recorded.text(left));
        assertThat(Recorded.text(read.get(1))).isEqualTo(Recorded.text(right));
        assertThat(reader.problems()).isEmpty();
        assertThat(reader.otherStreams()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameEventsGiveTheSameBytes(Compression compression) throws IOException {
    Path one = directory.resolve("one.aedat4");
    Path two = directory.resolve("two.aedat4");
    Recorded.write(one, compression, Recorded.events(LEFT, 20_000, 3));
    Recorded.write(two, compression, Recorded.events(LEFT, 20_000, 3));
    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void packingMakesItSmaller() throws IOException {
    long[] bytes = new long[Compression.values().length];
    for (Compression compression : Compression.values()) {
      Path file = directory.resolve(compression + ".aedat4");
      Recorded.write(file, compression, Recorded.events(LEFT, 30_000, 4));
      bytes[compression.ordinal()] = Files.size(file);
    }
    assertThat(bytes[Compression.LZ4.ordinal()]).isLessThan(bytes[0] * 3 / 4);
    assertThat(bytes[Compression.ZSTD.ordinal()]).isLessThan(bytes[Compression.LZ4.ordinal()]);
  }

  @Test
  void theTableAtTheEndFindsEveryPacket() throws Exception {
    Path file = directory.resolve("indexed.aedat4");
    EventBuffer events = Recorded.events(LEFT, 20_000, 5);
    Recorded.write(file, Compression.NONE, events);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int begin = FileHeader.MAGIC.length();
    FileHeader header =
        FileHeader.parse(Arrays.copyOfRange(bytes, begin, begin + 4 + in.getInt(begin)));
    byte[] table =
        Arrays.copyOfRange(bytes, Math.toIntExact(header.dataTablePosition()), bytes.length);
    FlatBytes flat = new FlatBytes(table, table.length, "FTAB");
    int definitions = flat.vector(0, 4);
    assertThat(flat.count(definitions)).isEqualTo(3);
    int first = definitions + flat.bytes().getInt(definitions);
    int vtable = first - flat.bytes().getInt(first);
    int body = begin + 4 + in.getInt(begin) + 8;
    assertThat(flat.bytes().getLong(field(flat, first, vtable, 0))).isEqualTo(body);
    assertThat(flat.bytes().getInt(field(flat, first, vtable, 1) + 4))
        .isEqualTo(in.getInt(body - 4));
    assertThat(flat.bytes().getLong(field(flat, first, vtable, 2))).isEqualTo(8192);
    assertThat(flat.bytes().getLong(field(flat, first, vtable, 3))).isEqualTo(events.micros(0));
    assertThat(flat.bytes().getLong(field(flat, first, vtable, 4))).isEqualTo(events.micros(8191));
  }

  private static int field(FlatBytes flat, int table, int vtable, int field) {
    return table + flat.bytes().getShort(vtable + 4 + 2 * field);
  }

  @Test
  void aRecordingThatWasNeverClosedIsReadAsFarAsItGoes() throws IOException {
    Path file = directory.resolve("crashed.aedat4");
    EventBuffer events = Recorded.events(LEFT, 20_000, 6);
    Aedat4Writer writer = Aedat4Writer.create(file, List.of(LEFT), Compression.LZ4);
    writer.write(0, events);
    Path copy = Files.copy(file, directory.resolve("copy.aedat4")); // as a crash would leave it
    writer.close();
    try (EventReader reader = Recordings.open(copy)) {
      assertThat(Recorded.text(Recorded.readAll(reader).get(0))).isEqualTo(Recorded.text(events));
      assertThat(reader.problems()).isEmpty();
    }
  }

  @Test
  void refusesEventsOutsideTheSensor() throws IOException {
    EventBuffer events = new EventBuffer();
    events.add(346, 0, 1, 1);
    try (Aedat4Writer writer =
        Aedat4Writer.create(directory.resolve("x.aedat4"), List.of(LEFT), Compression.NONE)) {
      assertThatThrownBy(() -> writer.write(0, events))
          .hasMessage("an event must lie inside the sensor: x=346, y=0, sensor=346x260");
    }
  }

  @Test
  void refusesTimesThatGoBack() throws IOException {
    EventBuffer events = new EventBuffer();
    events.add(1, 1, 100, 1);
    try (Aedat4Writer writer =
        Aedat4Writer.create(directory.resolve("t.aedat4"), List.of(LEFT), Compression.NONE)) {
      writer.write(0, events);
      events.clear();
      events.add(1, 1, 99, 1);
      assertThatThrownBy(() -> writer.write(0, events))
          .hasMessage(
              "the times of a camera must not decrease: micros=99, before=100, camera=left");
    }
  }

  @Test
  void refusesSensorsThatTheFormatCannotHold() {
    RecordedCamera huge = new RecordedCamera("huge", 32_769, 10);
    assertThatThrownBy(
            () ->
                Aedat4Writer.create(
                    directory.resolve("huge.aedat4"), List.of(huge), Compression.NONE))
        .hasMessage(
            "AEDAT4 holds sensors of up to 32768 pixels a side: camera=huge, sensor=32769x10");
  }
}
