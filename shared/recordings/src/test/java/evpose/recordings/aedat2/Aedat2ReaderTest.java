package evpose.recordings.aedat2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.Recorded;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Aedat2ReaderTest {
  private static final String HEADER =
      "#!AER-DAT2.0\r\n# AEChip: eu.seebetter.ini.chips.davis.DAViS346B\r\n#End Of ASCII Header\r\n";

  @TempDir Path dir;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  @BeforeEach
  void header() throws IOException {
    out.write(HEADER.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void event(int camera, int rowFromBelow, int columnFromRight, int polarity, long micros)
      throws IOException {
    out.writeInt(rowFromBelow << 22 | columnFromRight << 12 | polarity << 11 | camera);
    out.writeInt((int) micros);
  }

  private Path written() throws IOException {
    return Files.write(dir.resolve("mov1.bin"), bytes.toByteArray());
  }

  private static List<EventBuffer> all(EventReader reader) throws IOException {
    List<EventBuffer> events = new ArrayList<>();
    reader.cameras().forEach(camera -> events.add(new EventBuffer()));
    while (reader.read(events)) {
      // all into the same buffers
    }
    return events;
  }

  @Test
  void fourCamerasOfOneFileAreToldApartAndTurnedUpright() throws IOException {
    event(0, 0, 0, 1, 5);
    event(3, 259, 345, 0, 6);
    event(2, 100, 40, 1, 7);
    try (EventReader reader = Recordings.open(written())) {
      List<EventBuffer> events = all(reader);
      assertThat(reader.format()).isEqualTo("AEDAT2.0");
      assertThat(reader.cameras()).hasSize(4);
      assertThat(events.get(0).x(0)).isEqualTo(345);
      assertThat(events.get(0).y(0)).isEqualTo(259);
      assertThat(events.get(0).polarity(0)).isEqualTo(1);
      assertThat(events.get(3).x(0)).isZero();
      assertThat(events.get(3).y(0)).isZero();
      assertThat(events.get(2).x(0)).isEqualTo(305);
      assertThat(events.get(2).y(0)).isEqualTo(159);
      assertThat(events.get(2).micros(0)).isEqualTo(7);
      assertThat(reader.problems()).isEmpty();
    }
  }

  @Test
  void specialsAndSamplesAreNoEvents() throws IOException {
    event(0, 1, 1, 1, 10);
    out.writeInt(1 << 10);
    out.writeInt(20);
    out.writeInt(1 << 31 | 77);
    out.writeInt(30);
    try (Aedat2Reader reader = Aedat2Reader.open(written())) {
      List<EventBuffer> events = all(reader);
      assertThat(reader.cameras()).as("one camera alone").hasSize(1);
      assertThat(events.get(0).size()).isEqualTo(1);
      assertThat(reader.specialMicros()).containsExactly(20L);
      assertThat(reader.otherStreams()).containsEntry("sample", 1L).containsEntry("special", 1L);
    }
  }

  @Test
  void theClockGoesOnWhenItWraps() throws IOException {
    event(0, 1, 1, 1, 0xFFFF_FFF0L);
    event(0, 1, 1, 1, 0x10);
    event(0, 1, 1, 1, 0x08);
    try (EventReader reader = Recordings.open(written())) {
      EventBuffer events = all(reader).get(0);
      assertThat(events.micros(0)).isEqualTo(0xFFFF_FFF0L);
      assertThat(events.micros(1)).isEqualTo(0x1_0000_0010L);
      assertThat(events.micros(2)).isEqualTo(0x1_0000_0008L);
      assertThat(reader.problems())
          .extracting(RecordingProblem::kind)
          .containsExactly("time-wrapped", "time-backwards");
    }
  }

  @Test
  void strangeRecordsAreCountedAndSteppedOver() throws IOException {
    event(1, 300, 1, 1, 10);
    event(9, 1, 1, 1, 11);
    event(1, 2, 2, 0, 12);
    out.write(new byte[3]);
    try (EventReader reader = Recordings.open(written())) {
      assertThat(all(reader).get(1).size()).isEqualTo(1);
      assertThat(reader.problems())
          .extracting(RecordingProblem::kind)
          .containsExactly("outside-sensor", "unknown-camera", "truncated");
      assertThat(reader.problems().get(0).first())
          .contains("mov1.bin byte " + HEADER.length())
          .contains("row=-41");
    }
  }

  /** What jAER's extractor makes of these addresses. */
  @Test
  void aDvs128HasAddressesOfItsOwn() throws IOException {
    chip("ch.unizh.ini.jaer.chip.retina.DVS128");
    out.writeInt(0); // lower right corner, raw polarity 0 is on
    out.writeInt(5);
    out.writeInt(127 << 8 | 127 << 1 | 1);
    out.writeInt(6);
    out.writeInt(100 << 8 | 40 << 1);
    out.writeInt(7);
    out.writeInt(1 << 15);
    out.writeInt(8);
    try (EventReader reader = Recordings.open(written())) {
      EventBuffer events = all(reader).get(0);
      assertThat(reader.cameras()).containsExactly(new RecordedCamera("cam0", 128, 128));
      assertThat(Recorded.text(events)).containsExactly("5 127 127 1", "6 0 0 0", "7 87 27 1");
      assertThat(reader.otherStreams()).containsEntry("special", 1L);
      assertThat(reader.problems()).isEmpty();
    }
  }

  private void chip(String name) throws IOException {
    bytes.reset();
    out.write(("#!AER-DAT2.0\r\n# AEChip: " + name + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aCameraWithOtherAddressesIsRefusedByName() throws IOException {
    chip("com.sec.dvs.SecDvs640Gen2");
    Path file = written();
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageEndingWith(
            "AEDAT2 is read from DAVIS240, DAVIS346 and DVS128 cameras: AEChip=com.sec.dvs.SecDvs640Gen2");
  }
}
